import Foundation
import Remediation
import RemediationTesting
import Testing

@testable import LogRules

@Suite struct RuleFileTests {
    static let good = """
        id: disk-full
        title: 'A disk was full'
        status: experimental
        engine: linux
        class: disk.no_space
        retryable: changed_config
        references:
          - https://man7.org/linux/man-pages/man3/errno.3.html
        any:
          - 'No space left'
        examples:
          match:
            - 'No space left on device'
          no-match:
            - log: 'space'
              because: 'not a message'
        """

    private func error(replacing old: String, with new: String) -> RuleError? {
        do throws(RuleError) {
            _ = try Rule(yaml: Self.good.replacingOccurrences(of: old, with: new), file: "linux/disk-full.yaml")
            return nil
        } catch {
            return error
        }
    }

    @Test func goodRuleIsRead() throws {
        let rule = try Rule(yaml: Self.good, file: "linux/disk-full.yaml")
        #expect(rule.failureClass == .noSpace)
        #expect(rule.any.map(\.text) == ["No space left"])
        #expect(rule.weight == 50)
    }

    @Test func faultsNameFileAndLine() {
        let unknown = error(replacing: "title:", with: "titel:")
        #expect(unknown?.code == .unknownField)
        #expect(unknown?.line == 2)
        #expect(unknown?.description.contains("linux/disk-full.yaml:2") == true)
        #expect(error(replacing: "disk.no_space", with: "disk.full")?.line == 5)
        #expect(error(replacing: "changed_config", with: "maybe")?.code == .invalid)
        #expect(error(replacing: "id: disk-full", with: "id: other")?.message.contains("disk-full") == true)
        #expect(error(replacing: "engine: linux", with: "engine: spark") != nil)
        #expect(error(replacing: "any:\n  - 'No space left'", with: "") != nil)
        #expect(error(replacing: "      because: 'not a message'", with: "")?.message.contains("because") == true)
        #expect(error(replacing: "title: 'A disk", with: "title: 'A 'disk") != nil)
        #expect(error(replacing: Self.good, with: "") != nil)
    }

    @Test func backoffsAreAtMostADay() throws {
        func backoff(_ text: String) -> String { Self.good.replacing("references:", with: "backoff: \(text)\nreferences:") }
        for (text, seconds) in [("30", 30), ("'30'", 30), ("0.5s", 0.5), ("5m", 300), ("1.5h", 5_400), ("24h", 86_400), ("86400", 86_400)] {
            #expect(try Rule(yaml: backoff(text), file: "linux/disk-full.yaml").backoffSeconds == seconds, "\(text)")
        }
        for text in ["1d", "1w", "48h", "1000h", "86401", "-5", "s", "''", "1e3", "inf", "nan", "0x10", "[5]", "5 m"] {
            let refused = error(replacing: "references:", with: "backoff: \(text)\nreferences:")
            #expect(refused?.line == 7 && refused?.message.contains("at most a day") == true, "\(text)")
        }
    }

    @Test func badPatternNamesFileAndPattern() throws {
        let rule = try Rule(yaml: Self.good.replacingOccurrences(of: "No space left'", with: "No (space'"), file: "linux/disk-full.yaml")
        let pack = RulePack(rules: [rule], version: "1")
        #expect(pack.lint().contains { $0.code == .pattern && $0.file == "linux/disk-full.yaml" && $0.message.contains("No (space") })
        #expect(throws: RuleError.self) { try Classifier(pack) }
    }

    @Test func lintWantsReferencesAndBothExamples() throws {
        var rule = try Rule(yaml: Self.good, file: "linux/disk-full.yaml")
        rule.references = []
        rule.notMatching = []
        rule.symptomOf = ["no.such"]
        #expect(rule.lint(identifiers: ["disk-full"]).count == 3)
    }

    /// Cut, doubled and flipped rule files give errors, never crashes.
    @Test(arguments: 0..<200)
    func noFileBreaksTheLoader(_ seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        var bytes = Array(Self.good.utf8)
        for _ in 0..<Int.random(in: 1...12, using: &random) {
            let index = Int.random(in: 0..<bytes.count, using: &random)
            switch Int.random(in: 0..<4, using: &random) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
            case 1: bytes.remove(at: index)
            case 2: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &random)], at: index)
            default: bytes.swapAt(index, Int.random(in: 0..<bytes.count, using: &random))
            }
        }
        if let rule = try? Rule(yaml: String(decoding: bytes, as: UTF8.self), file: "linux/disk-full.yaml") {
            _ = RulePack(rules: [rule], version: "x").lint()
        }
    }

    @Test func badPackKeepsTheOldOne() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("rules-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("linux/disk-full.yaml")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(Self.good.utf8).write(to: file)
        let watcher = try RulePackWatcher(directory: folder.path)
        let first = watcher.classifier.pack.version
        guard case .unchanged = watcher.reload() else { Issue.record("nothing changed"); return }

        try Data(Self.good.replacingOccurrences(of: "'No space left on device'", with: "'another line'").utf8).write(to: file)
        guard case .refused(let errors) = watcher.reload() else { Issue.record("the example fails"); return }
        #expect(errors.first?.code == .example)
        #expect(watcher.classifier.pack.version == first)
        #expect(!watcher.refusals.isEmpty)
        guard case .unchanged = watcher.reload() else { Issue.record("it was reported once"); return }

        try Data(Self.good.replacingOccurrences(of: "A disk was full", with: "No room").utf8).write(to: file)
        guard case .swapped(let version) = watcher.reload() else { Issue.record("it is good"); return }
        #expect(version != first && watcher.classifier.pack.version == version)
        #expect(watcher.refusals.isEmpty)
    }
}
