internal import Remediation

/// What was set aside for an automatic retry, to be given back if its decision comes to nothing.
struct SetAside: Sendable {
    /// The key of money of the day's budget.
    var money: String?
    /// Whether a token of the retry budget was taken.
    var token = false
}
