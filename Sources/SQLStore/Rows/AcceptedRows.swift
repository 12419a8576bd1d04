internal import FoundationEssentials
internal import Remediation

/// A posted failure as its columns keep it, with what was decided about it, written before the transaction that stores it.
struct AcceptedRows: Sendable {
    /// The failure without its log.
    let body: Data
    /// The log; nil of an empty one, which has no row.
    let log: Data?
    /// What was decided, if anything.
    let decided: DecisionRows?

    private let record: FailureRecord

    /// Writes `failure`, which is to be stored under `id`.
    ///
    /// - Throws: `invalidInput` that names the field which a column cannot hold, and what `DecisionRows` throws.
    init(
        _ failure: JobFailure,
        id: String,
        idempotencyKey: String?,
        receivedAt: Timestamp,
        decision: Decision?
    ) throws(RemediationError) {
        try Names.check(failure)
        try Names.check(key: idempotencyKey)
        var withoutLog = failure
        withoutLog.log = ""
        body = try RowCoding.encodeChecked(withoutLog)
        log = failure.log.isEmpty ? nil : PackedText.pack(failure.log)
        decided = if let decision { try DecisionRows(decision, failureId: id) } else { nil }
        record = FailureRecord(
            id: id,
            receivedAt: receivedAt,
            failure: failure,
            classification: decision?.classification,
            recommendation: decision?.recommendation
        )
    }

    /// What is answered when the failure was stored; one that is decided later is remembered in `undecided`.
    func acceptance(learnt: Bool, undecided: UndecidedFailures) -> Acceptance {
        if decided == nil { undecided.remember(record) }
        return Acceptance(record: record, isNew: true, learnt: learnt, written: decided?.written)
    }
}
