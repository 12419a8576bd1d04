/// All that is decided about a failure, to be stored in one transaction.
package struct Decision: Hashable, Sendable {
    /// What went wrong.
    package var classification: Classification
    /// What to do about it.
    package var recommendation: Recommendation
    /// What to send, of an approved recommendation.
    package var delivery: Delivery?
    /// The failed attempt for the history, with its identifier.
    package var attempt: NumberedAttempt?
    /// The outcome of the recommendation that the failed attempt followed.
    package var outcome: Outcome?

    /// A decision.
    package init(
        classification: Classification,
        recommendation: Recommendation,
        delivery: Delivery? = nil,
        attempt: NumberedAttempt? = nil,
        outcome: Outcome? = nil
    ) {
        self.classification = classification
        self.recommendation = recommendation
        self.delivery = delivery
        self.attempt = attempt
        self.outcome = outcome
    }
}

/// An attempt with the identifier and the time under which it is to be recorded.
package struct NumberedAttempt: Hashable, Sendable {
    /// The identifier.
    package var id: String
    /// What ended.
    package var attempt: Attempt
    /// When it is recorded.
    package var recordedAt: Timestamp

    /// An attempt to be recorded.
    package init(id: String, attempt: Attempt, recordedAt: Timestamp) {
        self.id = id
        self.attempt = attempt
        self.recordedAt = recordedAt
    }
}
