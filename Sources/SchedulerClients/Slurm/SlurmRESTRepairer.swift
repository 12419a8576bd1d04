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
        if let done = try await marked(id, marker) {
            // Still held as its failure left it, it is changed again: Slurm sets the mark also where it refuses what came with it.
            guard done.isHeld, done.restarts == repair.attempt, id == String(done.jobId) || id.contains("_") else {
                return "job \(done.jobId) carries out this repair already; nothing was changed"
            }
            return try await changeHeld(repair, done, change, marker)
        }
        guard let job = try await api.job(id) else {
            throw unknown(id)
        }
        if job.isHeld {
            guard job.isRequeuedAndHeld, job.restarts == repair.attempt else {
                throw SchedulerError("job \(id) is held by someone else (\(job.reason)); release or cancel it by hand", isTransient: false)
            }
            return try await changeHeld(repair, job, change, marker)
        }
        switch job.state.kind {
        case .failed where job.isCompleting:
            throw SchedulerError("job \(id) is still being cleaned up", isTransient: true, retryAfterSeconds: 2)
        case .failed where job.restarts >= repair.attempt:
            throw SlurmFault.failedAgain(repair)
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

    private func changeHeld(
        _ repair: Repair,
        _ job: SlurmJob,
        _ change: SlurmChange,
        _ marker: SlurmMarker
    ) async throws(SchedulerError) -> String {
        // By that number all tasks would be changed and released, and slurmrestd fails on `ARRAY_TASK`.
        guard !repair.runId.hasPrefix("\(job.jobId)_") else {
            throw SchedulerError(
                "job \(repair.runId) bears the number of its whole array, so that the REST API cannot change it alone; \(SlurmFault.useScontrol)",
                isTransient: false
            )
        }
        var settings = try await shape(of: job).settings(kept(of: repair), change)
        // Version 0.0.38 can set the user's comment but not the administrator's.
        settings["comment"] = .string(marker.appended(to: job.comment))
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
        guard let submission = kept(of: repair) else {
            throw SchedulerError(
                "the REST API cannot requeue job \(id) and its script is not in this process's folder; let script-folder name one that all "
                    + "processes share, or \(SlurmFault.useScontrol)",
                isTransient: false
            )
        }
        // A new job runs as the token's user: with someone else's script that would be an escalation.
        guard submission.userName == user, job.userName == user else {
            throw SchedulerError(
                "job \(id) is not \(user)'s, and the REST API submits as \(user); \(SlurmFault.useScontrol)",
                isTransient: false
            )
        }
        guard !id.contains("_") else {
            throw SchedulerError(
                "job \(id) is a task of an array, which cannot be submitted alone; \(SlurmFault.useScontrol)",
                isTransient: false
            )
        }
        var fields = try await shape(of: job).request(submission, change)
        fields["name"] = .string(submission.name)
        fields["comment"] = .string(marker.appended(to: job.comment))
        fields["current_working_directory"] = submission.workingDirectory.map(JSONValue.string)
        fields["standard_output"] = submission.standardOutput.map(JSONValue.string)
        fields["standard_error"] = submission.standardError.map(JSONValue.string)
        fields["account"] = submission.account.map(JSONValue.string)
        fields["partition"] = submission.partition.map(JSONValue.string)
        fields["qos"] = submission.qos.map(JSONValue.string)
        let newId = try await api.submit(fields, script: submission.script)
        return "job \(id) was submitted again as job \(newId) with \(change.summary)"
    }

    private func shape(of job: SlurmJob) async throws(SchedulerError) -> SlurmShape {
        guard let shape = try await api.shape(of: job.jobId) else { throw unknown(String(job.jobId)) }
        return shape
    }

    /// The job that carries out a repair already: itself, or the one that was submitted in its place, which a task of an array never is.
    private func marked(_ id: String, _ marker: SlurmMarker) async throws(SchedulerError) -> SlurmJob? {
        guard id.contains("_") else { return try await api.jobs().first { $0.carries(marker) } }
        return try await api.job(id).flatMap { $0.carries(marker) ? $0 : nil }
    }

    private func unknown(_ id: String) -> SchedulerError {
        SchedulerError("Slurm no longer knows job \(id); \(SlurmFault.gone)", isTransient: false)
    }

    private func kept(of repair: Repair) -> SlurmScripts.Submission? {
        scripts?.submission(of: repair.runId, attempt: repair.attempt, cluster: repair.labels["cluster"])
    }
}
