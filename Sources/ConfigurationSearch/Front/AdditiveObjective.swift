/// Success, duration and price of an attempt, in the form whose Pareto front can be enumerated by breakpoints.
///
/// Expected money is `P * rate * run + (1 - P) * (rate * failure + charge)`; expected time is `P * run + (1 - P) * failure`.
public struct AdditiveObjective: Sendable {
    /// P(success); its link must give a probability.
    public var success: AdditiveScore
    /// Seconds of an attempt that succeeds; negative values count as 0.
    public var runSeconds: AdditiveScore
    /// Seconds until an attempt fails; negative values count as 0.
    public var failureSeconds: AdditiveScore
    /// USD charged for a failed attempt beside its resources; not negative.
    public var failureCharge: Double
    /// USD a second of holding a configuration. It must not decrease in any knob: the search is exact only then.
    public var rate: @Sendable (_ values: [Double]) -> Double

    /// Creates an objective.
    public init(
        success: AdditiveScore,
        runSeconds: AdditiveScore,
        failureSeconds: AdditiveScore,
        failureCharge: Double = 0,
        rate: @escaping @Sendable (_ values: [Double]) -> Double
    ) {
        self.success = success
        self.runSeconds = runSeconds
        self.failureSeconds = failureSeconds
        self.failureCharge = failureCharge
        self.rate = rate
    }

    /// What is expected at a lattice point of `space`.
    public func assess(_ indices: [Int], in space: SearchSpace) -> Assessment {
        Self.assess(
            probability: success.value(at: indices),
            run: nonNegative(runSeconds.value(at: indices)),
            failure: nonNegative(failureSeconds.value(at: indices)),
            rate: nonNegative(rate(space.values(at: indices))),
            charge: failureCharge
        )
    }

    @inline(__always)
    static func assess(probability: Double, run: Double, failure: Double, rate: Double, charge: Double) -> Assessment {
        let missing = 1 - probability
        return Assessment(
            successProbability: probability,
            expectedCost: probability * (rate * run) + missing * (rate * failure + charge),
            expectedSeconds: probability * run + missing * failure
        )
    }
}

/// Clamps below at 0 and lets NaN through, which `max` would hide.
@inline(__always)
func nonNegative(_ value: Double) -> Double {
    value < 0 ? 0 : value
}
