/// How far a recommendation has come.
package enum RecommendationState: String, Codable, Sendable, CaseIterable {
    /// Recorded only: the mode is `observe`, or the action is `stop`.
    case observed
    /// Waiting for an operator.
    case pending
    /// Accepted, by policy or an operator; its delivery is in the outbox.
    case approved
    /// Declined by an operator.
    case rejected
    /// The scheduler has taken it.
    case applied
    /// The scheduler refused it for good, or every try to reach it failed.
    case applyFailed = "apply_failed"
    /// The next attempt succeeded.
    case succeeded
    /// The next attempt failed again.
    case failedAgain = "failed_again"

    /// The states that `self` may follow: the one place that says how a recommendation moves.
    package var predecessors: Set<RecommendationState> {
        switch self {
        case .observed, .pending: []
        case .approved: [.pending, .observed, .applyFailed]
        case .rejected: [.pending]
        case .applied, .applyFailed: [.approved]
        // A scheduler may report the end of the next attempt before our own delivery is confirmed.
        case .succeeded, .failedAgain: [.approved, .applied, .observed, .pending, .rejected, .applyFailed]
        }
    }

    /// Whether nothing more will happen to it.
    package var isFinal: Bool {
        switch self {
        case .rejected, .succeeded, .failedAgain: true
        default: false
        }
    }
}
