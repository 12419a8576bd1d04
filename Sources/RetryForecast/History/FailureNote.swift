internal import Remediation

/// What a history notes of a failed attempt.
struct FailureNote: Sendable {
    /// The natural logarithm of the limit in bytes that was too low; nil of a failure for another reason.
    let logLimit: Double?
    /// How long the attempt ran, in seconds.
    let seconds: Double?

    /// What `attempt` says; `couplesTime` where the site grants time with memory.
    init(_ attempt: Attempt, couplesTime: Bool) {
        let isShortage = attempt.failureClass?.isShortage(couplesTime: couplesTime) ?? false
        logLimit = isShortage ? Double(attempt.requested.containerBytes).naturalLog : nil
        seconds = attempt.runSeconds
    }
}
