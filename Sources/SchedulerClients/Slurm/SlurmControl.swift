internal import Remediation

/// Slurm's `scontrol`, one method a command.
struct SlurmControl: Sendable {
    private let runner: CommandRunner

    init(_ options: SlurmOptions) {
        // A bare environment: the service's own SLURM_* variables would change formats. UTC, because `scontrol` prints local time.
        var environment = ["PATH": options.programFolders.joined(separator: ":"), "TZ": "UTC", "LC_ALL": "C"]
        environment["SLURM_CONF"] = options.configurationFile
        runner = CommandRunner(environment: environment, timeoutSeconds: options.commandTimeoutSeconds)
    }

    /// The job `id` (`12` or `12_3`); nil when the controller no longer knows it.
    func job(_ id: String) async throws(SchedulerError) -> SlurmJob? {
        let arguments = ["show", "job", try checked(id)]
        let result = try await runner.run(["scontrol"] + arguments)
        if result.status == 0, let job = SlurmJob(scontrol: result.output) { return job }
        if result.errorOutput.contains("Invalid job id") { return nil }
        throw Self.error(result, arguments)
    }

    /// Puts a job back into the queue, held.
    func requeueHold(_ id: String) async throws(SchedulerError) {
        try await run(["requeuehold", checked(id)])
    }

    /// Changes `settings` of a job, all of them or none.
    func update(_ id: String, _ settings: [String]) async throws(SchedulerError) {
        try await run(["update", "JobId=\(checked(id))"] + settings)
    }

    /// Lets a held job start.
    func release(_ id: String) async throws(SchedulerError) {
        try await run(["release", checked(id)])
    }

    private func run(_ arguments: [String]) async throws(SchedulerError) {
        let result = try await runner.run(["scontrol"] + arguments)
        guard result.status == 0 else { throw Self.error(result, arguments) }
    }

    /// `id`, when it is a job's number and nothing that `scontrol` would read as more than one job.
    private func checked(_ id: String) throws(SchedulerError) -> String {
        let parts = id.split(separator: "_", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 10 && $0.utf8.allSatisfy { (48...57).contains($0) } })
        else {
            throw SchedulerError("runId \"\(id.prefix(40))\" is not a Slurm job: write its number, or ARRAY_TASK", isTransient: false)
        }
        return id
    }

    private static func error(_ result: CommandResult, _ arguments: [String]) -> SchedulerError {
        let said = result.errorOutput.isEmpty ? result.output : result.errorOutput
        let line = said.split(separator: "\n").last.map(String.init) ?? "exit status \(result.status)"
        let (isTransient, remedy) = SlurmFault.judge(said)
        return SchedulerError("scontrol \(arguments.first ?? ""): \(line.prefix(300))\(remedy)", isTransient: isTransient)
    }
}
