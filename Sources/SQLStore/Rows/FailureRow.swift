internal import FoundationEssentials
internal import Remediation

/// A stored failure as its columns say it; decoded outside the transaction that read it.
struct FailureRow: Sendable {
    var id: String
    var receivedAt: Int64
    var body: Data
    /// The log, perhaps packed; nil of an empty one.
    var log: Data?
    var decision: DecisionRow?

    /// The record that the columns hold.
    func record() throws(RemediationError) -> FailureRecord {
        var failure = try RowCoding.decode(plainly: JobFailure.self, from: body, row: id)
        if let log { failure.log = try PackedText.text(log, row: id) }
        let decision = try decision?.decision()
        return FailureRecord(
            id: id,
            receivedAt: Timestamp(milliseconds: receivedAt),
            failure: failure,
            classification: decision?.classification,
            recommendation: decision?.recommendation
        )
    }
}
