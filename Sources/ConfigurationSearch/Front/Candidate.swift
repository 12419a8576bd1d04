/// One configuration with what is expected of it.
public struct Candidate: Sendable, Hashable {
    /// The value of every knob, in the order of the space's axes.
    public let values: [Double]
    /// The probability that the attempt succeeds, 0 to 1.
    public let successProbability: Double
    /// The expected money of the attempt, USD.
    public let expectedCost: Double
    /// The expected duration of the attempt, seconds.
    public let expectedSeconds: Double

    /// Creates a candidate from its values and expectations.
    public init(values: [Double], successProbability: Double, expectedCost: Double, expectedSeconds: Double) {
        self.values = values
        self.successProbability = successProbability
        self.expectedCost = expectedCost
        self.expectedSeconds = expectedSeconds
    }

    /// Creates a candidate from its values and their assessment.
    public init(values: [Double], assessment: Assessment) {
        self.init(
            values: values,
            successProbability: assessment.successProbability,
            expectedCost: assessment.expectedCost,
            expectedSeconds: assessment.expectedSeconds
        )
    }

    /// What is expected of the configuration, without its values.
    public var assessment: Assessment {
        Assessment(successProbability: successProbability, expectedCost: expectedCost, expectedSeconds: expectedSeconds)
    }
}
