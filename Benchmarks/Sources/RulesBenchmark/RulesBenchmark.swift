import Foundation
import LogRules

/// Times whole classifications beside Hyperscan alone over the same patterns and bytes.
///
/// usage: RulesBenchmark RULES WORKDIR [--flat GIGABYTES]; writes the logs and patterns that the peers read into WORKDIR.
@main
struct RulesBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 3 else {
            print("usage: RulesBenchmark RULES WORKDIR [--flat GIGABYTES]")
            exit(64)
        }
        let clock = ContinuousClock()
        let begin = clock.now
        let classifier = try LogClassifier(rulesDirectory: arguments[1])
        print("rules read and compiled in \(figure(seconds(clock.now - begin))) s")
        if arguments.count >= 5, arguments[3] == "--flat" {
            try flat(classifier, gigabytes: Double(arguments[4]) ?? 1)
            return
        }
        let patterns = classifier.patterns
        try Data(patterns.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: arguments[2] + "/patterns.txt"))
        let rawBegin = clock.now
        let raw = try classifier.rawScanner()
        print("the \(patterns.count) patterns alone in Hyperscan: compiled in \(figure(seconds(clock.now - rawBegin))) s")
        print("size      classify MB/s  hyperscan MB/s  ratio  answer")
        for (name, size, rounds) in [("100KB", 100_000, 40), ("1MB", 1_000_000, 12), ("100MB", 100_000_000, 2)] {
            var log = MadeLog(seed: 7)
            let bytes = log.bytes(size)
            try Data(bytes).write(to: URL(fileURLWithPath: arguments[2] + "/\(name).log"))
            var answer: LogClassifier.Answer?
            // In turn, so that both meet the same load; the fastest of each counts.
            var best = (ours: Double.infinity, raw: Double.infinity)
            for _ in 0..<rounds {
                best.ours = min(best.ours, seconds(clock.measure { answer = classify(bytes, classifier) }))
                best.raw = min(best.raw, seconds(clock.measure { _ = bytes.withUnsafeBufferPointer { raw.scan($0) } }))
            }
            let megabytes = Double(bytes.count) / 1e6
            print(
                "\(name)     \(figure(megabytes / best.ours))  \(figure(megabytes / best.raw))  \(figure(best.raw / best.ours))  "
                    + "\(answer?.failureClass ?? "") at line \(answer?.line ?? 0)"
            )
        }
        small(classifier)
    }

    /// A failure of 2 KB, as a scheduler posts it.
    private static func small(_ classifier: LogClassifier) {
        var made = MadeLog(seed: 9)
        let log = String(decoding: made.bytes(2000), as: UTF8.self)
        let clock = ContinuousClock()
        var times: [Double] = []
        for _ in 0..<4000 { times.append(seconds(clock.measure { _ = classifier.classify(log: log) })) }
        times.sort()
        print(
            "2 KB: median \(figure(times[times.count / 2] * 1e6)) us, fastest \(figure(times[0] * 1e6)) us, p99 \(figure(times[times.count * 99 / 100] * 1e6)) us"
        )
    }

    /// A log of any size that is made while it is read: the peak of memory is the classifier's own.
    private static func flat(_ classifier: LogClassifier, gigabytes: Double) throws {
        var made = MadeLog(seed: 7)
        let piece = made.bytes(1 << 20)
        var left = Int(gigabytes * 1e9)
        var offset = 0
        let clock = ContinuousClock()
        var answer: LogClassifier.Answer?
        let time = clock.measure {
            answer = classifier.classify { buffer in
                let count = min(buffer.count, left, piece.count - offset)
                piece[offset..<(offset + count)].withUnsafeBytes { buffer.copyMemory(from: $0) }
                left -= count
                offset = (offset + count) % piece.count
                return count
            }
        }
        print(
            "\(gigabytes) GB: \(figure(gigabytes * 1000 / seconds(time))) MB/s, peak memory \(peakMegabytes()) MB, "
                + "\(answer?.failureClass ?? "") at line \(answer?.line ?? 0)"
        )
    }

    /// The most memory that this process ever held, from Linux's own account; 0 elsewhere.
    private static func peakMegabytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }

    private static func classify(_ bytes: [UInt8], _ classifier: LogClassifier) -> LogClassifier.Answer {
        var position = 0
        return classifier.classify { buffer in
            let count = min(buffer.count, bytes.count - position)
            bytes[position..<(position + count)].withUnsafeBytes { buffer.copyMemory(from: $0) }
            position += count
            return count
        }
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    private static func figure(_ value: Double) -> String {
        String(format: value >= 100 ? "%.0f" : value >= 1 ? "%.1f" : "%.3f", value)
    }
}
