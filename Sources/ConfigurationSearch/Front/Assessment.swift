/// What is expected of one attempt under one configuration.
public struct Assessment: Sendable, Hashable {
    /// The probability that the attempt succeeds, 0 to 1.
    public var successProbability: Double
    /// The expected money of the attempt, USD; a configuration whose cost is not finite is never proposed.
    public var expectedCost: Double
    /// The expected duration of the attempt, seconds.
    public var expectedSeconds: Double

    /// Creates an assessment.
    public init(successProbability: Double, expectedCost: Double, expectedSeconds: Double = 0) {
        self.successProbability = successProbability
        self.expectedCost = expectedCost
        self.expectedSeconds = expectedSeconds
    }

    /// Whether this is at least as good in every objective and better in one.
    public func dominates(_ other: Assessment, objectives: ParetoObjectives) -> Bool {
        guard isNoWorse(than: other, objectives: objectives) else { return false }
        return successProbability > other.successProbability || expectedCost < other.expectedCost
            || (objectives == .failureCostAndTime && expectedSeconds < other.expectedSeconds)
    }

    /// Whether this is at least as good in every objective.
    public func isNoWorse(than other: Assessment, objectives: ParetoObjectives) -> Bool {
        successProbability >= other.successProbability && expectedCost <= other.expectedCost
            && (objectives == .failureAndCost || expectedSeconds <= other.expectedSeconds)
    }

    /// Whether the numbers can be compared at all: no NaN, a finite cost and duration.
    var isUsable: Bool {
        !successProbability.isNaN && expectedCost < .infinity && expectedCost > -.infinity && expectedSeconds < .infinity
            && expectedSeconds > -.infinity
    }
}
