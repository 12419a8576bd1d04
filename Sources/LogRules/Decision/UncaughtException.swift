internal import Remediation

/// The traceback with which a Python program ended, when it ended by a mistake of its own: what stands before it was survived.
///
/// A program that met a refused connection or logged a warning, went on, and then died of a `KeyError` died of the `KeyError`.
struct UncaughtException {
    /// A part of a traceback, as the patterns tell them apart.
    enum Part: Sendable {
        case start, link, mistake
    }

    /// The patterns, in the rules' syntax.
    static let patterns: [(part: Part, pattern: String)] = [
        (.start, #"^Traceback \(most recent call last\)"#),
        (.link, #"^(?:During handling of the above exception, another exception occurred|The above exception was the direct cause)"#),
        (
            .mistake,
            #"^(?:KeyError|TypeError|ValueError|AttributeError|IndexError|ZeroDivisionError|AssertionError|NameError|UnboundLocalError|NotImplementedError|RecursionError|FileNotFoundError|ModuleNotFoundError|ImportError|SyntaxError|IndentationError)(?::|\s*$)"#
        ),
    ]

    /// Where the last chain of tracebacks begins; nil when the log does not end with a mistake of the program.
    let start: Int?

    /// Reads the places of each part; the parts of one chain are joined by links.
    init(starts: [Int], links: [Int], mistakes: [Int]) {
        let starts = starts.sorted()
        guard let last = starts.last, let mistake = mistakes.max(), mistake > last else {
            start = nil
            return
        }
        var begin = last
        for earlier in starts.dropLast().reversed() {
            guard links.contains(where: { $0 > earlier && $0 < begin }) else { break }
            begin = earlier
        }
        start = begin
    }

    /// Whether the program went on after all of `hits`, so that they are not what ended it.
    func survived(_ hits: [Hit], of failureClass: FailureClass) -> Bool {
        guard let start, !hits.isEmpty else { return false }
        let isPassing = ["network", "throttling"].contains(failureClass.category) || failureClass == .serviceUnavailable
        return hits.allSatisfy { hit in
            hit.line.number != nil && hit.sequence < start && (isPassing || hit.line.isRetry || hit.line.severity <= .warning)
        }
    }
}
