internal import Remediation

/// What every database says no to, in the same words.
enum Refusals {
    /// There is no such failure.
    static func unknown(failure id: String) -> RemediationError {
        RemediationError(.notFound, "there is no failure \(id)")
    }

    /// There is no such recommendation.
    static func unknown(recommendation id: String) -> RemediationError {
        RemediationError(.notFound, "there is no recommendation \(id)")
    }

    /// There is no such delivery.
    static func unknown(delivery id: String) -> RemediationError {
        RemediationError(.notFound, "there is no delivery \(id)")
    }

    /// The key belongs to another failure.
    static func key(of id: String) -> RemediationError {
        RemediationError(
            .conflict,
            "was used for another failure (\(id)) already; send a fresh key with every new failure",
            field: "idempotencyKey"
        )
    }

    /// The step that `present` does not allow.
    static func step(_ change: RecommendationChange, from present: RecommendationState) -> RemediationError {
        RemediationError(
            .conflict,
            "the recommendation \(change.id) is \(present.rawValue) and cannot become \(change.state.rawValue); read it again",
            field: "state"
        )
    }

    /// The cursor of another listing.
    static let cursor = RemediationError(
        .invalidInput,
        "is not a cursor of this listing; pass on what the page before it said",
        field: "cursor"
    )
}
