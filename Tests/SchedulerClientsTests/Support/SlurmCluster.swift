import Foundation
import Remediation
import RemediationTesting
import Synchronization

@testable import SchedulerClients

/// A real one-node Slurm for one suite, by the repository's own scripts.
final class SlurmCluster: Sendable {
    let folder: TemporaryFolder
    let restPort: Int
    private let listener: LocalServer
    private let lock: Int32
    private let runner: CommandRunner

    /// Whether this machine can run it: slurmd needs root, and the packages must be installed or installable.
    static let isPossible: Bool = {
        guard getuid() == 0, FileManager.default.fileExists(atPath: up) else { return false }
        if FileManager.default.isExecutableFile(atPath: "/usr/sbin/slurmctld") { return true }
        let apt = Process()
        apt.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        apt.arguments = ["apt-cache", "show", "slurm-wlm-elasticsearch-plugin"]
        apt.standardOutput = FileHandle.nullDevice
        apt.standardError = FileHandle.nullDevice
        guard (try? apt.run()) != nil else { return false }
        apt.waitUntilExit()
        return apt.terminationStatus == 0
    }()

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    private static let up = root + "/integrations/slurm/up.sh"

    /// Installs what is missing, starts the daemons and waits until the node is idle.
    init() async throws {
        // One cluster at a time on a machine: they share its processors and memory cgroups.
        lock = open("/tmp/mulligan-slurm-tests.lock", O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        while flock(lock, LOCK_EX | LOCK_NB) != 0 { try await Task.sleep(for: .milliseconds(100)) }
        folder = try TemporaryFolder()
        let listener = try LocalServer { _ in .answer(200) }
        self.listener = listener
        let ports = try Self.freePorts(3)
        restPort = ports[2]
        var environment = ProcessInfo.processInfo.environment
        environment["SLURMCTLD_PORT"] = String(ports[0])
        environment["SLURMD_PORT"] = String(ports[1])
        environment["SLURMRESTD_PORT"] = String(ports[2])
        runner = CommandRunner(environment: environment, timeoutSeconds: 600)
        let result = try await runner.run([Self.up, folder.path, listener.url + "/hooks/slurm"])
        guard result.status == 0 else {
            throw RemediationError(.unavailable, "up.sh ended with \(result.status): \(result.errorOutput)")
        }
    }

    /// Stops the daemons.
    func stop() async throws {
        _ = try await runner.run([Self.root + "/integrations/slurm/down.sh", folder.path])
        listener.stop()
        close(lock)
    }

    var output: String { folder.path + "/out" }

    /// The way of `scontrol`, with logs.
    var options: SlurmOptions { SlurmOptions(configurationFile: folder.path + "/slurm.conf", logRoots: [output]) }

    /// Submits `script`; returns the job's number.
    func submit(_ arguments: [String], script: String) async throws -> String {
        let path = folder.path + "/\(UUID().uuidString).sh"
        try Data("#!/bin/bash\n\(script)\n".utf8).write(to: URL(fileURLWithPath: path))
        return try await command(["sbatch", "--parsable", "--chdir=\(output)"] + arguments + [path])
            .trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The output of one of Slurm's programs.
    func command(_ arguments: [String]) async throws -> String {
        var environment = ProcessInfo.processInfo.environment
        environment["SLURM_CONF"] = folder.path + "/slurm.conf"
        let result = try await CommandRunner(environment: environment, timeoutSeconds: 60).run(arguments)
        guard result.status == 0 else { throw RemediationError(.internalFault, result.errorOutput) }
        return result.output
    }

    /// A job as Slurm knows it now.
    func job(_ id: String) async throws -> SlurmJob? {
        try await SlurmControl(options).job(id)
    }

    /// Waits until the job has ended.
    func end(of id: String) async throws -> SlurmJob {
        for _ in 0..<1_200 {
            if let job = try await job(id), job.state.kind != .active { return job }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw RemediationError(.unavailable, "job \(id) does not end")
    }

    /// The records that Slurm has posted of a job, in their order.
    func records(of id: String) -> [[UInt8]] {
        let number = id.split(separator: "_").first.map(String.init) ?? id
        return listener.requests.filter { $0.path == "/hooks/slurm" }.map(\.body).filter { body in
            let text = String(decoding: body, as: UTF8.self)
            return text.contains(#""jobid":\#(number),"#) || text.contains(#""array_job_id":\#(number),"#)
        }
    }

    /// Waits for the event of attempt `attempt` of the job.
    func event(of id: String, attempt: Int, hook: SlurmHook) async throws -> SchedulerEvent {
        for _ in 0..<1_200 {
            for record in records(of: id) {
                for event in try await hook.events(in: record) {
                    switch event {
                    case .failed(let failure) where failure.runId == id && failure.attempt == attempt: return event
                    case .finished(let finished) where finished.runId == id && finished.attempt == attempt: return event
                    default: continue
                    }
                }
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw RemediationError(.unavailable, "no record of attempt \(attempt) of job \(id)")
    }

    private static func freePorts(_ count: Int) throws -> [Int] {
        // Held together, so that they differ.
        let servers = try (0..<count).map { _ in try LocalServer { _ in .hangUp } }
        defer { for server in servers { server.stop() } }
        return servers.map(\.port)
    }
}
