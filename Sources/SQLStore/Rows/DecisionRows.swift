internal import FoundationEssentials
internal import Remediation

/// A decision as the JSON of its columns, written before the transaction that stores it.
struct DecisionRows: Sendable {
    let classification: Data
    let recommendation: Data
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
        try SQLiteStore.check(decision.delivery, of: made.id, in: made.state)
        classification = try RowCoding.encode(decision.classification)
        // Only the target may come from outside: reading the whole again would double the cost of a decision.
        recommendation = try RowCoding.encode(made)
        target = if let target = made.target { try RowCoding.encodeChecked(target) } else { nil }
        repair = if let delivery = decision.delivery { try RowCoding.encodeChecked(delivery.repair) } else { nil }
        attempt = if let numbered = decision.attempt { try RowCoding.encodeChecked(numbered.attempt) } else { nil }
        outcome = if let outcome = decision.outcome { try RowCoding.encodeChecked(outcome) } else { nil }
        if let attempt = decision.attempt?.attempt {
            try Names.check(attempt.job, field: "job")
            try Names.check(attempt.runId, field: "runId")
        }
    }
}
