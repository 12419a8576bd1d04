import Foundation
import Remediation
import Testing

@testable import LogRules

/// The real logs beside the repository, where they are there: MULLIGAN_SHARED, else ../shared.
@Suite struct LabelledLogsTests {
    static let folder = ProcessInfo.processInfo.environment["MULLIGAN_SHARED"] ?? ShippedRules.directory + "/../../shared"

    static func has(_ path: String) -> Bool { FileManager.default.fileExists(atPath: folder + "/" + path) }

    private func failures(_ name: String) throws -> [LabelledFailure] {
        let data = try #require(FileManager.default.contents(atPath: Self.folder + "/logs/" + name))
        return try data.split(separator: 10).map { try JSONDecoder().decode(LabelledFailure.self, from: Data($0)) }
    }

    @Test(.enabled(if: Self.has("logs/captured.jsonl"))) func everyCapturedFailureIsNamed() throws {
        let report = RuleEvaluation(try ShippedRules.classifier.get(), on: try failures("captured.jsonl"))
        #expect(report.misses.map(\.id) == [])
    }

    @Test(.enabled(if: Self.has("logs/collected.jsonl"))) func collectedFailuresAreNamed() throws {
        let report = RuleEvaluation(try ShippedRules.classifier.get(), on: try failures("collected.jsonl"))
        #expect(report.macroF1 >= 0.85)
        #expect(report.coverage >= 0.85)
        #expect(report.notRetryablePrecision >= 0.97)
        #expect(report.hardAccuracy >= 0.85)
    }

    @Test(.enabled(if: Self.has("data/noise-logs"))) func noiseIsSilent() throws {
        let noise = Self.folder + "/data/noise-logs"
        for name in try FileManager.default.contentsOfDirectory(atPath: noise) where name.hasSuffix(".log") {
            let data = try #require(FileManager.default.contents(atPath: noise + "/" + name))
            let result = try ShippedRules.classifier.get().classify(FailureEvidence(log: String(decoding: data, as: UTF8.self)))
            #expect(result.failureClass == .unknown, "\(name): \(result.rule ?? "")")
        }
    }
}
