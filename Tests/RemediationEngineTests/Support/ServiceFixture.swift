import Foundation
import LogRules
import Remediation
import RemediationEngine
import RemediationTesting
import RetryForecast
import SQLStore

/// A service on a real store in a folder of its own, with the shipped rules and model.
final class ServiceFixture {
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    let clock = ManualClock()
    let client: ScriptedClient
    let folder: String
    let policy: RemediationPolicy
    private(set) var service: RemediationService

    init(
        policy: RemediationPolicy,
        policyText: String = "",
        client: ScriptedClient = ScriptedClient(),
        recovering: Bool = true
    ) async throws {
        self.policy = policy
        self.client = client
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("mulligan-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        service = try Self.makeService(folder: folder, policy: policy, policyText: policyText, client: client, clock: clock)
        if recovering { try await service.recover() }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Closes the service and opens another on the same store.
    func restart(policyText: String = "", modelVersion: String = "test", overrides: [String] = []) async throws {
        await service.store.close()
        service = try Self.makeService(
            folder: folder,
            policy: policy,
            policyText: policyText,
            modelVersion: modelVersion,
            overrides: overrides,
            client: client,
            clock: clock
        )
        try await service.recover()
    }

    /// Another service on the same store, as in another process.
    func another() async throws -> RemediationService {
        let service = try unrecovered()
        try await service.recover()
        return service
    }

    /// Another service on the same store that has not begun yet.
    func unrecovered() throws -> RemediationService {
        try Self.makeService(folder: folder, policy: policy, client: client, clock: clock)
    }

    private static func makeService(
        folder: String,
        policy: RemediationPolicy,
        policyText: String = "",
        modelVersion: String = "test",
        overrides: [String] = [],
        client: ScriptedClient,
        clock: ManualClock
    ) throws -> RemediationService {
        let pack = try RulePack.load(directory: repository + "/rules")
        return RemediationService(
            ServiceParts(
                store: try SQLiteStore(path: folder + "/store.sqlite"),
                classifier: try Classifier(pack),
                rules: .init(count: pack.rules.count, version: pack.version),
                advisor: Advisor(
                    model: try ForecastModel.load(path: repository + "/training-data/model.json"),
                    options: AdviceOptions().granting(policy.memoryChoices)
                ),
                modelVersion: modelVersion,
                policy: policy,
                policyText: policyText,
                clients: [client],
                origin: ConfigurationOrigin(
                    user: "ada",
                    policyFile: "/etc/policy.yaml",
                    overrides: overrides,
                    rulesFolder: "/etc/rules",
                    modelFile: "/etc/model.json"
                ),
                clock: clock,
                identifiers: IdentifierGenerator(clock: clock)
            )
        )
    }
}

/// A Slurm job that the kernel killed.
func memoryFailure(run: Int, attempt: Int = 1, memory: Int64 = 300 << 20) -> JobFailure {
    JobFailure(
        job: "etl",
        runId: "\(run)",
        attempt: attempt,
        engine: "slurm",
        schedulerState: "OUT_OF_MEMORY",
        exitCode: 0,
        signal: Signal(number: 125),
        log: "slurmstepd: error: Detected 1 oom-kill event(s) in StepId=\(run).batch.\n",
        resources: Resources(memoryBytes: memory),
        runSeconds: 12
    )
}
