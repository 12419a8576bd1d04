/// A posted failure as it is stored, with what has been decided about it so far.
package struct FailureRecord: Hashable, Sendable, Codable {
    /// The failure's identifier; sorts by time of receipt.
    package var id: String
    /// When it was received.
    package var receivedAt: Timestamp
    /// What was posted.
    package var failure: JobFailure
    /// What the classifier said; nil until it has.
    package var classification: Classification?
    /// What is recommended; nil until something is.
    package var recommendation: Recommendation?

    /// A stored failure.
    package init(
        id: String,
        receivedAt: Timestamp,
        failure: JobFailure,
        classification: Classification? = nil,
        recommendation: Recommendation? = nil
    ) {
        self.id = id
        self.receivedAt = receivedAt
        self.failure = failure
        self.classification = classification
        self.recommendation = recommendation
    }
}
