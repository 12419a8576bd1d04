/// A job as Slurm's controller knows it now.
struct SlurmJob: Hashable, Sendable {
    /// The job's own number, of an array's task too.
    var jobId: Int
    /// Its state.
    var state: SlurmState
    /// Whether its processes are still being cleaned up.
    var isCompleting = false
    /// Why it waits, or why it ended.
    var reason = ""
    /// How often it was requeued.
    var restarts = 0
    /// Zero while it is held.
    var priority: Int64?
    /// When its last run began, `2026-11-21T09:04:57` in UTC.
    var startTime: String?
    /// When its last run ended, in UTC.
    var endTime: String?
    /// The owner's name.
    var userName: String?
    /// Its partition.
    var partition: String?
    /// The comments of users and administrators together; Mulligan leaves its mark in one of them.
    var comments: [String] = []
    /// The user's comment alone, by the REST API.
    var comment = ""
    /// The administrator's comment alone.
    var adminComment = ""
    /// Where its output goes.
    var standardOutput: String?
    /// Where its error output goes.
    var standardError: String?

    /// Whether it waits and will not start until released; Slurm itself holds jobs as `SPECIAL_EXIT` (`RequeueExitHold`).
    var isHeld: Bool { (state.name == "PENDING" || state.name == "SPECIAL_EXIT") && priority == 0 }

    /// Whether it is held because `requeuehold` or `RequeueExitHold` put it there.
    var isRequeuedAndHeld: Bool {
        isHeld && (reason == "job_requeued_in_held_state" || reason == "JobHeldAdmin" || reason == "JobHeldUser")
    }

    /// Whether Mulligan's mark `marker` is on it.
    func carries(_ marker: SlurmMarker) -> Bool {
        comments.contains { marker.isIn($0) }
    }
}
