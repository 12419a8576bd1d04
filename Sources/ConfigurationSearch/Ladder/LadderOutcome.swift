/// One way a ladder can end.
public struct LadderOutcome: Sendable, Hashable {
    /// Its probability, 0 to 1.
    public let probability: Double
    /// The money spent by then, USD, with the charges for failures.
    public let cost: Double
    /// Whether the job succeeded.
    public let succeeded: Bool

    /// An outcome before normalisation, with the value of success taken off its loss.
    struct Weighted {
        let mass: Double
        let cost: Double
        let loss: Double
        let succeeded: Bool
    }

    /// The outcomes of trying `plan` in order and then stopping.
    static func outcomes(of plan: [Int], in model: LadderModel) -> [Weighted] {
        var outcomes: [Weighted] = []
        var coverage = model.startCoverage
        var covered = model.startCovered
        var spent = 0.0
        for rung in plan {
            let attempt = model.attempt(at: rung, fromCoverage: coverage, covered: covered)
            let step = model.rungs[rung]
            outcomes.append(
                Weighted(mass: attempt.success, cost: spent + step.costIfSuccess, loss: spent + step.lossIfSuccess, succeeded: true)
            )
            spent += step.lossIfFailure
            coverage = step.coverage
            covered = attempt.covered
        }
        outcomes.append(Weighted(mass: covered + (1 - coverage), cost: spent, loss: spent, succeeded: false))
        return outcomes
    }

    /// The least loss that is not exceeded with probability `level`.
    static func quantile(_ outcomes: [(loss: Double, mass: Double)], level: Double) -> Double {
        let total = outcomes.reduce(0) { $0 + $1.mass }
        let sorted = outcomes.sorted { $0.loss < $1.loss }
        var mass = 0.0
        for outcome in sorted {
            mass += outcome.mass
            // One part in 10^9 of room, so that equal sums in another order give the same quantile.
            if mass >= total * level * (1 - 1e-9) { return outcome.loss }
        }
        return sorted.last?.loss ?? 0
    }
}
