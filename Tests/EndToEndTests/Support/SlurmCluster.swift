import Foundation

/// A real Slurm of one node on loopback, started by the project's own script.
final class SlurmCluster {
    /// The cluster's folder: `slurm.conf`, logs, job output.
    let directory: String
    private let folder: TemporaryFolder

    /// Why no Slurm can run here; nil when it can. Memory limits need root and a memory cgroup.
    static let obstacle: String? = {
        if geteuid() != 0 { return "Slurm's memory limits need root" }
        if !FileManager.default.fileExists(atPath: "/sys/fs/cgroup/memory/memory.limit_in_bytes") {
            return "Slurm's memory limits need the memory cgroup (version 1)"
        }
        if !Program.exists("slurmctld") { return "Slurm is not installed; make test installs it" }
        return nil
    }()

    /// Prepares the folder; `start` starts the daemons.
    init() throws {
        folder = try TemporaryFolder()
        directory = folder.path + "/slurm"
    }

    /// Starts the cluster; it pushes every finished job to `hook`.
    func start(hook: String) throws {
        // Ports of its own: a cluster that an aborted run left behind must not be taken for this one.
        let port = Int.random(in: 20_000...31_000)
        let ports = ["SLURMCTLD_PORT": "\(port)", "SLURMD_PORT": "\(port + 1)", "SLURMRESTD_PORT": "\(port + 2)"]
        // Daemons inherit what the shell has open, and Foundation takes a process for running while anyone holds its socket.
        let closing = #"for fd in /proc/self/fd/*; do n=${fd##*/}; [ "$n" -gt 2 ] && eval "exec $n>&-"; done; exec bash "$@""#
        let result = try Program.run(
            ["-c", closing, "bash", "integrations/slurm/up.sh", directory, hook],
            program: "bash",
            environment: ports
        )
        guard result.status == 0 else { throw Failure(text: result.output + result.errors) }
    }

    /// Runs a Slurm command.
    func run(_ command: String, _ arguments: [String]) throws -> String {
        let result = try Program.run(arguments, program: command, environment: ["SLURM_CONF": "\(directory)/slurm.conf"])
        guard result.status == 0 else { throw Failure(text: "\(command): \(result.errors)") }
        return result.output
    }

    /// Submits a job that needs `needMB` megabytes under a limit of `limitMB`; returns its identifier.
    func submit(name: String, needMB: Int, limitMB: Int) throws -> String {
        let script = try folder.write(
            """
            #!/bin/bash
            python3 - <<P
            import time
            blocks = []
            for _ in range(0, \(needMB), 16):
                blocks.append(bytearray(16 << 20))
                time.sleep(0.01)
            print("done", flush=True)
            P
            """,
            to: "\(name).sh"
        )
        let output = try run(
            "sbatch",
            [
                "--parsable", "--job-name=\(name)", "--mem=\(limitMB)", "--requeue", "--open-mode=append",
                "--output=\(directory)/out/%x-%j.log", script,
            ]
        )
        return output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// The fields of `scontrol show job`.
    func job(_ id: String) throws -> [String: String] {
        var fields = [String: String]()
        for word in try run("scontrol", ["show", "job", "-o", id]).split(separator: " ") {
            let parts = word.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { fields[String(parts[0])] = String(parts[1]) }
        }
        return fields
    }

    /// Stops the daemons.
    func stop() {
        _ = try? Program.run(["integrations/slurm/down.sh", directory], program: "bash")
    }

    deinit {
        stop()
    }

    /// A command of the cluster failed.
    struct Failure: Error, CustomStringConvertible {
        var text: String
        var description: String { text }
    }
}
