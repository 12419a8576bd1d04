/// How many of what a store holds.
package struct StoreCounts: Hashable, Sendable, Codable {
    /// Posted failures.
    package var failures: Int
    /// Failures by class, of the decided ones.
    package var failuresByClass: [String: Int]
    /// Recommendations by state.
    package var recommendationsByState: [String: Int]
    /// Deliveries by state.
    package var deliveriesByState: [String: Int]
    /// Finished attempts.
    package var attempts: Int
    /// Outcomes.
    package var outcomes: Int

    /// Counts.
    package init(
        failures: Int = 0,
        failuresByClass: [String: Int] = [:],
        recommendationsByState: [String: Int] = [:],
        deliveriesByState: [String: Int] = [:],
        attempts: Int = 0,
        outcomes: Int = 0
    ) {
        self.failures = failures
        self.failuresByClass = failuresByClass
        self.recommendationsByState = recommendationsByState
        self.deliveriesByState = deliveriesByState
        self.attempts = attempts
        self.outcomes = outcomes
    }
}
