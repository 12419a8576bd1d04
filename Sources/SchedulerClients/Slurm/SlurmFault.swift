internal import Remediation

/// Which of Slurm's error messages may pass, and what to do about the others.
enum SlurmFault {
    /// Judges Slurm's own words.
    static func judge(_ message: String) -> (isTransient: Bool, remedy: String) {
        let text = message.lowercased()
        return rules.first { text.contains($0.words) }.map { ($0.isTransient, "; \($0.remedy)") } ?? (false, "; see slurmctld's log")
    }

    private struct Rule {
        let words: String
        let isTransient: Bool
        let remedy: String
    }

    private static let rules = [
        Rule(words: "unable to contact slurm controller", isTransient: true, remedy: "is slurmctld running, and SLURM_CONF the right one?"),
        Rule(words: "connection refused", isTransient: true, remedy: "is slurmctld running?"),
        Rule(words: "timed out", isTransient: true, remedy: "slurmctld is slow or cannot be reached"),
        Rule(words: "zero bytes were transmitted", isTransient: true, remedy: "slurmctld closed the connection; see its log"),
        Rule(words: "standby mode", isTransient: true, remedy: "the backup controller is about to take over"),
        Rule(words: "authentication credential", isTransient: true, remedy: "is munged running here, with the cluster's key?"),
        Rule(words: "munge", isTransient: true, remedy: "is munged running here, with the cluster's key?"),
        Rule(words: "completing", isTransient: true, remedy: "the job's processes are still being cleaned up"),
        Rule(words: "unable to process configuration file", isTransient: false, remedy: "name the cluster's slurm.conf in the options"),
        Rule(words: "invalid job id", isTransient: false, remedy: gone),
        Rule(
            words: "access/permission denied",
            isTransient: false,
            remedy: "run Mulligan as SlurmUser or as an operator (sacctmgr modify user NAME set adminlevel=operator)"
        ),
        Rule(words: "requeue", isTransient: false, remedy: requeueDisabled),
        Rule(words: "disabled", isTransient: false, remedy: requeueDisabled),
    ]

    /// The job of `repair` has a later failure.
    static func failedAgain(_ repair: Repair) -> SchedulerError {
        SchedulerError(
            "job \(repair.runId) has failed again since attempt \(repair.attempt); that failure has its own repair",
            isTransient: false
        )
    }

    private static let requeueDisabled = "submit with --requeue, or set JobRequeue=1 in slurm.conf"

    /// What to do about a repair that the REST API cannot carry out.
    static let useScontrol = "take rest-url out of schedulers.slurm in the policy, and Mulligan requeues the job by scontrol"

    /// What to do about a job that the controller has forgotten.
    static let gone = "Slurm keeps finished jobs for MinJobAge (300 s unless set); raise it in slurm.conf and submit this job by hand"
}
