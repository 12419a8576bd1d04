import Foundation
import LogRules
import Remediation
import Testing

/// The failures that we wrote, hard ones among them: what the rules can do is not to be lost again.
@Suite struct WrittenLogsTests {
    static let folder = ShippedRules.directory + "/../training-data/failure-logs"

    @Test(arguments: ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"])
    func failuresAreNamed(_ name: String) throws {
        let data = try #require(FileManager.default.contents(atPath: Self.folder + "/\(name).jsonl"))
        let failures = try data.split(separator: 10).map { try JSONDecoder().decode(LabelledFailure.self, from: Data($0)) }
        #expect(failures.count > 50)
        let report = RuleEvaluation(try ShippedRules.classifier.get(), on: failures)
        #expect(report.accuracy >= 0.98, "\(report.misses.map(\.id))")
        #expect(report.notRetryablePrecision >= 0.99)
        if report.hard.of > 0 { #expect(report.hardAccuracy >= 0.95) }
    }
}
