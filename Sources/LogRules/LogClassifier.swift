internal import Remediation

/// The classifier for programs outside the package, such as benchmarks: a log in, the class's name and the line out.
public struct LogClassifier: Sendable {
    /// The answer, in plain values.
    public struct Answer: Hashable, Sendable {
        /// The class: `memory.container_limit`.
        public var failureClass: String
        /// The rule that decided; nil where none holds.
        public var rule: String?
        /// The first line that shows it, from 1.
        public var line: Int?
        /// The probability that the class is right.
        public var confidence: Double
        /// How many rules hold.
        public var matchCount: Int
    }

    private let classifier: Classifier

    /// Reads and compiles the rules in `directory`.
    ///
    /// - Throws: `RuleError` naming the file and line at fault.
    public init(rulesDirectory directory: String) throws(RuleError) {
        classifier = try Classifier(try RulePack.load(directory: directory))
    }

    /// What `log` says.
    public func classify(log: String) -> Answer {
        Answer(classifier.classify(FailureEvidence(log: log)))
    }

    /// What a log says that is read piece by piece, in constant memory.
    ///
    /// - Parameter read: fills the buffer with the next bytes and says how many; 0 ends the log.
    public func classify(reading read: (UnsafeMutableRawBufferPointer) throws -> Int) rethrows -> Answer {
        Answer(try classifier.classify(FailureEvidence(log: ""), reading: read))
    }

    /// Every pattern of the rules as it applies to raw lines, for comparison with other engines.
    public var patterns: [String] {
        classifier.pack.rules.flatMap { ($0.any + $0.all + $0.unless).map(\.prefilter) }
    }

    /// The rules' patterns in one Hyperscan database, scanned alone: the limit to compare a classification with.
    ///
    /// - Throws: `RuleError` when the patterns do not compile together.
    public func rawScanner() throws(RuleError) -> RawScanner {
        try RawScanner(patterns)
    }
}

extension LogClassifier.Answer {
    init(_ result: Classification) {
        self.init(
            failureClass: result.failureClass.rawValue,
            rule: result.rule,
            line: result.lines?.first,
            confidence: result.confidence,
            matchCount: result.matches.count
        )
    }
}
