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
            // Still held as its failure left it, it is changed again: Slurm sets the mark also where it refuses what came with it.
            guard done.isHeld, done.restarts == repair.attempt, id == String(done.jobId) || id.contains("_") else {
                return "job \(done.jobId) carries out this repair already; nothing was changed"
            }
            return try await changeHeld(repair, done, change, marker)
        }
        guard let job = try await api.job(id) else {
            throw SchedulerError("Slurm no longer knows job \(id); \(SlurmFault.gone)", isTransient: false)
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
        var settings = try await shape(of: job).settings(kept(of: repair), change)
        // Version 0.0.38 can set the user's comment but not the administrator's.
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
        fields["comment"] = .string(marker.text)
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
        guard let shape = try await api.shape(of: job.jobId) else {
            throw SchedulerError("Slurm no longer knows job \(job.jobId); \(SlurmFault.gone)", isTransient: false)
        }
        return shape
    }

    private func kept(of repair: Repair) -> SlurmScripts.Submission? {
        scripts?.submission(of: repair.runId, attempt: repair.attempt, cluster: repair.labels["cluster"])
    }
}
