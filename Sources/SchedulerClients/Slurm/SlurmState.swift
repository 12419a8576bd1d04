/// A job's state in Slurm's own words, and what it means for a retry.
struct SlurmState: Hashable, Sendable {
    /// The state's name, without what Slurm appends: `CANCELLED by 0` and `CANCELLED+` are `CANCELLED`.
    let name: String

    init(_ text: String) {
        name = String(text.prefix { $0.isASCII && ($0.isUppercase || $0 == "_") })
    }

    /// How a job stands.
    enum Kind: Hashable, Sendable {
        /// It ended well.
        case succeeded
        /// It ended badly, of itself or of the machine.
        case failed
        /// A person or program ended it.
        case cancelled
        /// It waits, runs or is about to end.
        case active
    }

    /// What the state means; nil for a name that Slurm does not document.
    var kind: Kind? {
        switch name {
        case "COMPLETED": .succeeded
        case "FAILED", "OUT_OF_MEMORY", "TIMEOUT", "NODE_FAIL", "BOOT_FAIL", "DEADLINE", "PREEMPTED", "LAUNCH_FAILED", "RECONFIG_FAIL",
            "SPECIAL_EXIT":
            .failed
        case "CANCELLED": .cancelled
        case "PENDING", "RUNNING", "SUSPENDED", "COMPLETING", "CONFIGURING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "RESIZING",
            "RESV_DEL_HOLD", "REVOKED", "SIGNALING", "STAGE_OUT", "STOPPED":
            .active
        default: nil
        }
    }
}
