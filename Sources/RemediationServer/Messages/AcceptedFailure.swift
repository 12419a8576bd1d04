internal import Remediation

/// The answer to a posted failure: what was decided, without the log that the caller has.
struct AcceptedFailure: Encodable {
    /// The failure's identifier.
    let id: String
    /// When it was received.
    let receivedAt: Timestamp
    /// What the classifier said.
    let classification: Classification?
    /// What is recommended.
    let recommendation: Recommendation?

    init(_ record: FailureRecord) {
        id = record.id
        receivedAt = record.receivedAt
        classification = record.classification
        recommendation = record.recommendation
    }
}
