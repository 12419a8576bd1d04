import Foundation
import Remediation
import RemediationTesting

@testable import SchedulerClients

/// Connects the conformance suite to a real Slurm.
struct SlurmHarness: SchedulerClientHarness {
    let cluster: SlurmCluster

    func client() throws -> any SchedulerClient { try SlurmClient(cluster.options, transport: HTTPTransport()) }

    func repairableFailure(key: String) async throws -> Repair {
        let id = try await cluster.submit(["--mem=50"], script: "exit $((SLURM_RESTART_COUNT ? 0 : 3))")
        _ = try await cluster.end(of: id)
        return Samples.repair(key: key, runId: id, megabytes: 70)
    }

    func impossibleRepair(key: String) -> Repair { Samples.repair(key: key, runId: "60000000") }

    func restarts(of repair: Repair) async throws -> Int { try await cluster.job(repair.runId)?.restarts ?? 0 }

    func clientOfDeadScheduler() throws -> any SchedulerClient {
        var options = cluster.options
        options.commandTimeoutSeconds = 1
        options.configurationFile = cluster.folder.path + "/dead.conf"
        let text = try String(contentsOfFile: cluster.folder.path + "/slurm.conf", encoding: .utf8)
        // Port 1: nobody listens there.
        try cluster.folder.write(text.replacingOccurrences(of: "SlurmctldPort=", with: "SlurmctldPort=1#"), to: "dead.conf")
        return try SlurmClient(options, transport: HTTPTransport())
    }

    /// `scontrol` itself keeps trying a dead controller for longer than any test, so to the client it hangs.
    func clientOfHangingScheduler() throws -> (any SchedulerClient)? {
        _ = try clientOfDeadScheduler()
        var options = cluster.options
        options.commandTimeoutSeconds = 600
        options.configurationFile = cluster.folder.path + "/dead.conf"
        return try SlurmClient(options, transport: HTTPTransport())
    }
}
