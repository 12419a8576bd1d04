import Foundation
import Remediation
import RemediationEngine
import RemediationTesting
import Testing

@Suite struct SecondOpinionTests {
    private static let unknown = Classification(failureClass: .unknown, retryable: .unknown, confidence: 0, packVersion: "p")

    /// Failures of three classes in words of a made-up system, with noise around them.
    private static let examples: [SecondOpinion.Example] = {
        var random = SplitMix64(seed: 5)
        let noise = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]
        let kinds: [(FailureClass, String)] = [
            (.permissionDenied, "gatekeeper turned the courier away"), (.noSpace, "pantry shelf overflowed today"),
            (.serviceUnavailable, "lighthouse stays dark"),
        ]
        return (0..<180).map { index in
            let (failureClass, words) = kinds[index % 3]
            let before = (0..<12).map { _ in noise[Int.random(in: 0..<noise.count, using: &random)] }.joined(separator: " ")
            return SecondOpinion.Example(log: before + "\n" + words + "\n" + before.uppercased(), failureClass: failureClass)
        }
    }()

    private static let opinion = Result { try SecondOpinion.train(on: examples) }

    @Test func itNamesWhatItLearned() throws {
        let opinion = try Self.opinion.get()
        let result = opinion.complete(Self.unknown, of: "gamma 12\nERROR pantry shelf overflowed today\n")
        #expect(result.failureClass == .noSpace)
        #expect(result.learned)
        #expect(result.rule == nil)
        #expect(result.retryable == .changedConfiguration)
        #expect(result.exhausted == .disk)
        #expect(result.confidence >= opinion.threshold - 0.001)
        #expect(result.packVersion == "p")
        #expect(result.reasons.count == 1)
        #expect(opinion.record.right <= opinion.record.named && opinion.record.named <= 180)
    }

    /// Of a class that no retry helps it only says that it does not know: nothing learned stops a job.
    @Test func itNeverStopsAJob() throws {
        let result = try Self.opinion.get().complete(Self.unknown, of: "gatekeeper turned the courier away")
        #expect(result.failureClass == .permissionDenied)
        #expect(result.retryable == .unknown)
    }

    @Test func itAbstains() throws {
        let opinion = try Self.opinion.get()
        #expect(opinion.complete(Self.unknown, of: "").failureClass == .unknown)
        #expect(opinion.complete(Self.unknown, of: "alpha beta gamma").learned == false)
    }

    @Test func aRuleIsNotOverruled() throws {
        let byRule = Classification(failureClass: .dns, retryable: .sameConfiguration, confidence: 0.6, rule: "dns-failure")
        #expect(try Self.opinion.get().complete(byRule, of: "pantry shelf overflowed today") == byRule)
    }

    @Test func itIsTheSameEveryTimeAndSurvivesAFile() throws {
        let opinion = try Self.opinion.get()
        var options = SecondOpinion.Options()
        options.threads = 3
        #expect(try SecondOpinion.train(on: Self.examples, options: options) == opinion)
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("opinion-\(UUID().uuidString).json").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try opinion.json().write(to: URL(fileURLWithPath: path))
        #expect(try SecondOpinion.load(path: path) == opinion)
        try Data(#"{"formatVersion":99}"#.utf8).write(to: URL(fileURLWithPath: path))
        #expect(throws: RemediationError.self) { try SecondOpinion.load(path: path) }
    }

    @Test func tooLittleIsRefused() {
        #expect(throws: RemediationError.self) { try SecondOpinion.train(on: Array(Self.examples.prefix(9))) }
    }

    @Test func wordsAndPairs() {
        let features = LogWords.features(of: "Out-of Memory9error x\nnext line")
        #expect(features == ["out", "memory", "out memory", "error", "memory error", "next", "line", "next line"])
    }

    /// The model that ships reads and says what it was trained on.
    @Test func theShippedOneReads() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let opinion = try SecondOpinion.load(path: root.appendingPathComponent("training-data/second-opinion.json").path)
        #expect(opinion.record.failures > 800)
        #expect(opinion.threshold > 0.5 && opinion.threshold < 1)
    }
}
