internal import Remediation

/// Repairs by the REST API, which cannot requeue: a held job is changed and released, an ended one submitted anew.
///
/// Jobs end up held rather than ended where `RequeueExitHold` in slurm.conf names their exit status.
struct SlurmRESTRepairer: SlurmRepairer {
    private let api: SlurmREST
    private let user: String
    private let scripts: SlurmScripts?

    init(_ options: SlurmOptions, transport: HTTPTransport) throws(RemediationError) {
        api = try SlurmREST(options, transport: transport)
        user = options.restUser
        scripts = options.scriptFolder.map { SlurmScripts(folder: $0) }
    }

    func apply(_ repair: Repair) async throws(SchedulerError) -> String {
        let id = repair.runId
        let marker = SlurmMarker(idempotencyKey: repair.idempotencyKey)
        let change = SlurmChange(repair)
        // The mark may be on the job itself or on the one submitted in its place.
        if let done = try await api.jobs().first(where: { $0.carries(marker) }) {
            guard done.isHeld else { return "job \(done.jobId) carries out this repair already; nothing was changed" }
            try await api.update(done.jobId, ["hold": .bool(false)])
            return "job \(done.jobId) was released with \(change.summary)"
        }
        guard let job = try await api.job(id) else {
            throw SchedulerError("Slurm no longer knows job \(id); \(SlurmFault.gone)", isTransient: false)
        }
        if job.isHeld { return try await changeHeld(job, change, marker) }
        switch job.state.kind {
        case .failed where job.isCompleting:
            throw SchedulerError("job \(id) is still being cleaned up", isTransient: true, retryAfterSeconds: 2)
        case .failed:
            return try await submit(repair, job, change, marker)
        case .succeeded:
            throw SchedulerError("job \(id) has ended well since; there is nothing to repair", isTransient: false)
        case .cancelled:
            throw SchedulerError("job \(id) was cancelled; submit it by hand if it is still wanted", isTransient: false)
        case .active, nil:
            throw SchedulerError("job \(id) is \(job.state.name); nothing was changed", isTransient: job.state.name == "COMPLETING")
        }
    }

    private func changeHeld(_ job: SlurmJob, _ change: SlurmChange, _ marker: SlurmMarker) async throws(SchedulerError) -> String {
        // Version 0.0.38 can set the user's comment but not the administrator's.
        var settings = settings(change)
        settings["comment"] = .string(marker.added(to: job.comments.last ?? ""))
        try await api.update(job.jobId, settings)
        // In one request with the others the release would come first.
        try await api.update(job.jobId, ["hold": .bool(false)])
        return "held job \(job.jobId) was released with \(change.summary)"
    }

    private func submit(
        _ repair: Repair,
        _ job: SlurmJob,
        _ change: SlurmChange,
        _ marker: SlurmMarker
    ) async throws(SchedulerError) -> String {
        let id = repair.runId
        guard let submission = scripts?.submission(of: id, attempt: repair.attempt, cluster: repair.labels["cluster"]) else {
            throw SchedulerError(
                "the REST API cannot requeue job \(id) and its script is not in this process's folder; let script-folder name one that all "
                    + "processes share, or use the scontrol mode",
                isTransient: false
            )
        }
        // A new job runs as the token's user: with someone else's script that would be an escalation.
        guard submission.userName == user, job.userName == user else {
            throw SchedulerError(
                "job \(id) is not \(user)'s, and the REST API submits as \(user); use the scontrol mode",
                isTransient: false
            )
        }
        guard !id.contains("_") else {
            throw SchedulerError(
                "job \(id) is a task of an array, which cannot be submitted alone; use the scontrol mode",
                isTransient: false
            )
        }
        var fields = settings(change)
        fields["name"] = .string(submission.name)
        fields["comment"] = .string(marker.text)
        fields["current_working_directory"] = submission.workingDirectory.map(JSONValue.string)
        fields["standard_output"] = submission.standardOutput.map(JSONValue.string)
        fields["standard_error"] = submission.standardError.map(JSONValue.string)
        fields["account"] = submission.account.map(JSONValue.string)
        fields["partition"] = submission.partition.map(JSONValue.string)
        fields["qos"] = submission.qos.map(JSONValue.string)
        if let minutes = repair.target.timeLimitSeconds { fields["time_limit"] = .number((minutes / 60).rounded(.up)) }
        fields["tasks"] = .number(1)
        fields["cpus_per_task"] = .number(max(1, repair.target.cpus.rounded(.up)))
        // slurmrestd refuses a job without an environment; the record does not tell what the job had.
        fields["environment"] = .object(["PATH": .string("/usr/local/bin:/usr/bin:/bin")])
        let newId = try await api.submit(fields, script: submission.script)
        return "job \(id) was submitted again as job \(newId) with \(change.summary)"
    }

    private func settings(_ change: SlurmChange) -> [String: JSONValue] {
        var settings: [String: JSONValue] = ["memory_per_node": .number(Double(change.memoryMegabytes))]
        if let minutes = change.timeLimitMinutes { settings["time_limit"] = .number(Double(minutes)) }
        return settings
    }
}
