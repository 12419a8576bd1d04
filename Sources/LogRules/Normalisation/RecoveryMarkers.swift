internal import Remediation

/// Lines that say that what went wrong before them was survived: a connection stands again, a retry or the whole step succeeded.
enum RecoveryMarkers {
    /// The patterns, in the rules' syntax.
    static let patterns = [
        // A Spark job ended well: tasks and executors lost before it were replaced.
        #"DAGScheduler: Job \d+ finished"#,
        #"(?i)\b(?:re-?)?connect(?:ed|ion (?:re-?)?established)\b.{0,60}\b(?:after|again|attempt|retr(?:y|ies))"#,
        #"(?i)\b(?:succeeded|successful(?:ly)?|recovered|worked)\b.{0,40}\b(?:after|on|at) (?:\w+ )?(?:\d+ )?(?:attempts?|retr(?:y|ies)|tries)"#,
        #"(?i)\b(?:retry|attempt) #?\d* ?(?:succeeded|was successful|worked)"#,
    ]

    /// What is taken from the weight of a rule whose every line stands before one of these.
    static let penalty = 55

    /// Whether a cause of this class can be survived at all.
    static func apply(to failureClass: FailureClass) -> Bool {
        ["network", "platform", "throttling", "shuffle", "cpu_time", "memory"].contains(failureClass.category)
    }
}
