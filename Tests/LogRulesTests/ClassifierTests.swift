import Foundation
import Remediation
import RemediationTesting
import Testing

@testable import LogRules

@Suite struct ClassifierTests {
    private func classify(_ log: String) throws -> Classification {
        try ShippedRules.classifier.get().classify(FailureEvidence(log: log))
    }

    @Test func aFetchFailureIsASymptomOfAMemoryKill() throws {
        let result = try classify(
            """
            WARN YarnSchedulerBackend: Container killed by YARN for exceeding memory limits. 5.5 GB of 5.5 GB physical memory used.
            org.apache.spark.shuffle.FetchFailedException: Failed to connect to /10.0.0.3:7337
            org.apache.spark.shuffle.MetadataFetchFailedException: Missing an output location for shuffle 0 partition 3
            """
        )
        #expect(result.failureClass == .containerLimit)
        #expect(result.lines == LineRange(first: 1, last: 1))
        #expect(result.matches.contains { $0.failureClass == .fetchFailed })
        #expect(result.reasons.contains { $0.contains("symptom of") })
        #expect(result.facts["limitBytes"] == .number(5.5 * 1_073_741_824))
        #expect(result.exhausted == .memory)
    }

    @Test func theNewestAttemptDecides() throws {
        let result = try classify(
            """
            Running with dbt=1.7.1
            Database Error: permission denied for table orders
            Running with dbt=1.7.1
            ERROR:  relation "orders" does not exist
            """
        )
        #expect(result.failureClass == .notFound)
        #expect(result.facts["missingName"] == .text("orders"))
    }

    @Test func decoysAreNotEvidence() throws {
        for log in [
            "java -XX:+HeapDumpOnOutOfMemoryError -XX:OnOutOfMemoryError='kill %p' -jar a.jar", "\"OOMKilled\": false, \"ExitCode\": 1",
            "+ echo 'No space left on device'", "  File \"a.py\", line 3, in f\n    raise MemoryError(\"x\")",
            "INFO - Searching for zombie tasks", "2026-01-01 04:29:42,429 INFO wrote 429 bytes",
        ] {
            #expect(try classify(log).failureClass == .unknown, "\(log)")
        }
    }

    @Test func factsAreTyped() throws {
        let time = try classify("=>> PBS: job killed: walltime 3603 exceeded limit 3600")
        #expect(time.facts["limitSeconds"] == .number(3600))
        let memory = try classify(
            "MemoryError: Unable to allocate 1.50 GiB for an array with shape (3,)\nnumpy._core._exceptions._ArrayMemoryError: Unable to allocate 1.50 GiB for an array"
        )
        #expect(memory.facts["requestedBytes"] == .number(1.5 * 1_073_741_824))
        let path = try classify("cat: /data/missing/in.csv: No such file or directory")
        #expect(path.facts["missingPath"] == .text("/data/missing/in.csv"))
    }

    @Test func transientClassesSuggestABackoff() throws {
        #expect(try classify("toomanyrequests: You have reached your pull rate limit.").backoffSeconds == 900)
        #expect(try classify("ModuleNotFoundError: No module named 'x'").backoffSeconds == nil)
    }

    /// Reading in pieces gives what reading at once gives, wherever the pieces end.
    @Test func piecesDoNotMatter() throws {
        let classifier = try ShippedRules.classifier.get()
        var log = ""
        for line in 0..<6000 { log += "INFO step \(line) of the job took \(line % 17) ms and wrote part-\(line)\n" }
        log += "OSError: [Errno 28] No space left on device\n"
        for line in 0..<6000 { log += "INFO cleaning \(line)\n" }
        let whole = classifier.classify(FailureEvidence(log: log))
        let bytes = Array(log.utf8)
        var random = SplitMix64(seed: 1)
        for _ in 0..<8 {
            var position = 0
            let parts = classifier.classify(FailureEvidence(log: "")) { buffer in
                let count = min(buffer.count, bytes.count - position, Int.random(in: 1...70_000, using: &random))
                bytes[position..<(position + count)].withUnsafeBytes { buffer.copyMemory(from: $0) }
                position += count
                return count
            }
            #expect(parts == whole)
        }
        #expect(whole.lines == LineRange(first: 6001, last: 6001))
    }

    @Test func manyThreadsAgree() async throws {
        let classifier = try ShippedRules.classifier.get()
        let evidence = FailureEvidence(log: "java.lang.OutOfMemoryError: Metaspace\n")
        let expected = classifier.classify(evidence)
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<32 { group.addTask { (0..<20).allSatisfy { _ in classifier.classify(evidence) == expected } } }
            for await same in group { #expect(same) }
        }
    }

    /// Random bytes, pieces of real words, broken escapes: no crash, no hang, and lines that exist.
    @Test(arguments: 0..<40)
    func noInputBreaksIt(_ seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed) + 1000)
        let pieces = [
            "java.lang.OutOfMemoryError", "\u{1b}[", "\u{1b}]0;", "\\n", "\\\\\"", "{\"log\":\"", "Caused by: ", "\r", "\r\n", "\n", "\n\n",
            "Error: ", "Traceback (most recent call last):", "  File \"x\", line 1", "\u{0}", "é", "🚀", "=", "Killed", "-XX:+",
            "\\u001b[31m",
            "No such file or directory", "(", ")", "[Errno 28]", "  ", "\t", "x", "9", "DUE TO TIME LIMIT", ": ",
        ]
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0...3000, using: &random) {
            if Int.random(in: 0..<8, using: &random) == 0 {
                bytes.append(UInt8.random(in: 0...255, using: &random))
            } else {
                bytes += Array(pieces[Int.random(in: 0..<pieces.count, using: &random)].utf8)
            }
        }
        let log = String(decoding: bytes, as: UTF8.self)
        let lineCount = log.utf8.count { $0 == 10 } + 1
        let result = try classify(log)
        for match in result.matches {
            if let lines = match.lines { #expect((1...lineCount).contains(lines.first) && lines.last <= lineCount) }
        }
    }
}
