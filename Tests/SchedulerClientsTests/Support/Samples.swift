import Foundation
import Remediation

/// Values that several tests use.
enum Samples {
    static func repair(
        key: String = "01K8ZQ0000000000000000KEY0",
        runId: String = "12",
        attempt: Int = 1,
        megabytes: Int64 = 1024,
        target: Resources? = nil
    ) -> Repair {
        Repair(
            idempotencyKey: key,
            recommendationId: "recommendation-1",
            failureId: "failure-1",
            job: "nightly-etl",
            runId: runId,
            attempt: attempt,
            engine: "slurm",
            failureClass: .containerLimit,
            current: Resources(memoryBytes: 300 << 20),
            target: target ?? Resources(memoryBytes: megabytes << 20),
            labels: ["queue": "batch"]
        )
    }
}

/// A folder of one test's own, gone with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "mulligan-clients-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    @discardableResult
    func write(_ text: String, to name: String) throws -> String {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
        return "\(path)/\(name)"
    }
}

/// The error of `body`; nil when it throws none.
func schedulerError(_ body: () async throws -> Void) async -> SchedulerError? {
    do {
        try await body()
        return nil
    } catch {
        return error as? SchedulerError
    }
}
