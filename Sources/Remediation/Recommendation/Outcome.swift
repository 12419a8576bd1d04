/// What became of a recommendation: the next attempt's end, a labelled row for the learner.
package struct Outcome: Hashable, Sendable, Codable {
    /// The recommendation that the attempt followed.
    package var recommendationId: String
    /// The attempt that ended.
    package var attempt: Attempt
    /// Whether the attempt ran with the recommended configuration.
    package var followed: Bool
    /// The probability of success that was forecast for the target, from 0 to 1.
    package var forecastProbability: Double?
    /// When it was recorded.
    package var recordedAt: Timestamp

    /// An outcome.
    package init(
        recommendationId: String,
        attempt: Attempt,
        followed: Bool,
        forecastProbability: Double?,
        recordedAt: Timestamp
    ) {
        self.recommendationId = recommendationId
        self.attempt = attempt
        self.followed = followed
        self.forecastProbability = forecastProbability
        self.recordedAt = recordedAt
    }
}
