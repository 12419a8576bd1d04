internal import FoundationEssentials
internal import JSONText
internal import Remediation

/// A decision as its columns keep it, written before the transaction that stores it.
struct DecisionRows: Sendable {
    let written: WrittenDecision
    /// The column of the classification and the recommendation as they were made.
    let body: Data
    let target: Data?
    let repair: Data?
    let attempt: Data?
    let outcome: Data?

    /// Writes `decision` on the failure with `failureId`.
    ///
    /// - Throws: `invalidInput` when the parts do not belong together or cannot be stored.
    init(_ decision: Decision, failureId: String) throws(RemediationError) {
        let made = decision.recommendation
        guard made.failureId == failureId else {
            throw RemediationError(
                .invalidInput,
                "is of another failure; decide \(failureId) with its own recommendation",
                field: "failureId"
            )
        }
        try Self.check(decision.delivery, of: made.id, in: made.state)
        // Reading the whole again would double the cost of a decision: only configurations have bounds.
        let rungs = made.ladder + made.front
        guard rungs.allSatisfy(\.resources.isWithinBounds), made.uncappedTarget?.isWithinBounds ?? true else {
            throw RemediationError(
                .invalidInput,
                "holds a configuration that is out of bounds and could not be read again",
                field: "ladder"
            )
        }
        written = WrittenDecision(
            classification: try RowCoding.fragment(decision.classification),
            recommendation: try RowCoding.fragment(made)
        )
        body = DecisionBody.pack(written)
        target = if let target = made.target { try RowCoding.encodeChecked(target) } else { nil }
        repair = if let delivery = decision.delivery { try RowCoding.encodeChecked(delivery.repair) } else { nil }
        attempt = if let numbered = decision.attempt { try RowCoding.encodeChecked(numbered.attempt) } else { nil }
        outcome = if let outcome = decision.outcome { try RowCoding.encodeChecked(outcome) } else { nil }
        if let attempt = decision.attempt?.attempt {
            try Names.check(attempt.job, field: "job")
            try Names.check(attempt.runId, field: "runId")
        }
    }

    /// Refuses a delivery that does not belong to the recommendation, or to one that is not approved.
    static func check(_ delivery: Delivery?, of recommendation: String, in state: RecommendationState) throws(RemediationError) {
        guard let delivery else { return }
        guard state == .approved else {
            throw RemediationError(
                .invalidInput,
                "only an approved recommendation has a delivery, not one that is \(state.rawValue)",
                field: "delivery"
            )
        }
        guard delivery.repair.recommendationId == recommendation else {
            throw RemediationError(
                .invalidInput,
                "is of another recommendation than \(recommendation)",
                field: "delivery.repair.recommendationId"
            )
        }
    }
}
