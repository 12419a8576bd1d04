internal import Remediation

/// Repairs by `scontrol`: requeue and hold, change, release, start soon.
///
/// Every step can be the last before a crash, so each begins by looking at what the job's state says has been done already.
struct SlurmInPlaceRepairer: SlurmRepairer {
    let control: SlurmControl

    func apply(_ repair: Repair) async throws(SchedulerError) -> String {
        let id = repair.runId
        let marker = SlurmMarker(idempotencyKey: repair.idempotencyKey)
        guard let job = try await control.job(id) else {
            throw SchedulerError("Slurm no longer knows job \(id); \(SlurmFault.gone)", isTransient: false)
        }
        let change = SlurmChange(repair)
        // Held again after another attempt, it has a failure of its own.
        if job.carries(marker), !job.isHeld || job.restarts > repair.attempt {
            return "job \(id) was requeued by this repair before (restarts: \(job.restarts)); nothing was changed"
        }
        if !job.isHeld {
            try Self.checkCanRequeue(job, repair)
            try await control.requeueHold(id)
        } else if !job.carries(marker), !(job.isRequeuedAndHeld && job.restarts == repair.attempt) {
            throw SchedulerError("job \(id) is held by someone else (\(job.reason)); release or cancel it by hand", isTransient: false)
        }
        // The mark and the change in one update: whoever sees the mark may rely on the change.
        var settings = ["AdminComment=\(marker.added(to: job.adminComment))", "MinMemoryNode=\(change.memoryMegabytes)"]
        if let cpus = change.cpus { settings.append("NumCPUs=\(cpus)") }
        if let minutes = change.timeLimitMinutes { settings.append("TimeLimit=\(minutes)") }
        do {
            try await control.update(id, settings)
        } catch {
            throw SchedulerError(
                error.isTransient ? error.message : "\(error.message); job \(id) stays held: `scontrol release \(id)` runs it unchanged",
                isTransient: error.isTransient
            )
        }
        try await control.release(id)
        // Left alone, a requeued job waits two minutes. At once is too soon: a node that is still tidying up after the last attempt
        // deletes the script of the next (22.05 lost 2 of 8 jobs that way). That it starts later is no reason to fail the repair.
        try? await control.update(id, ["StartTime=now+2"])
        return "job \(id) was requeued with \(change.summary)"
    }

    /// Refuses jobs whose failed attempt is not the last thing that happened to them.
    private static func checkCanRequeue(_ job: SlurmJob, _ repair: Repair) throws(SchedulerError) {
        let id = repair.runId
        switch job.state.kind {
        case .failed where job.isCompleting:
            throw SchedulerError("job \(id) is still being cleaned up", isTransient: true, retryAfterSeconds: 2)
        case .failed where job.restarts >= repair.attempt:
            throw SlurmFault.failedAgain(repair)
        case .failed:
            return
        case .succeeded:
            throw SchedulerError("job \(id) has ended well since; there is nothing to repair", isTransient: false)
        case .cancelled:
            throw SchedulerError("job \(id) was cancelled; submit it by hand if it is still wanted", isTransient: false)
        case .active where job.restarts < repair.attempt && job.state.name == "COMPLETING":
            throw SchedulerError("job \(id) is still being cleaned up", isTransient: true, retryAfterSeconds: 2)
        case .active:
            throw SchedulerError("job \(id) is \(job.state.name) again by someone else's hand; nothing was changed", isTransient: false)
        case nil:
            throw SchedulerError(
                "job \(id) is in state \(job.state.name), which Mulligan does not know; look at it by hand",
                isTransient: false
            )
        }
    }
}
