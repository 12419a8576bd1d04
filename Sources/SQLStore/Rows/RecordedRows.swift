internal import FoundationEssentials
internal import Remediation

/// A finished attempt as the JSON of its column, with the outcome that it is, written before the transaction that stores it.
struct RecordedRows: Sendable {
    /// The attempt.
    let attempt: Data
    /// The outcome, if there is one.
    let outcome: Data?

    /// Writes an attempt that is to be stored under a key.
    ///
    /// - Throws: `invalidInput` that names the field which a column cannot hold.
    init(_ attempt: Attempt, idempotencyKey: String?, outcome: Outcome?) throws(RemediationError) {
        try Names.check(attempt.job, field: "job")
        try Names.check(attempt.runId, field: "runId")
        try Names.check(key: idempotencyKey)
        self.attempt = try RowCoding.encodeChecked(attempt)
        self.outcome = if let outcome { try RowCoding.encodeChecked(outcome) } else { nil }
    }
}
