/// The sequence of configurations of least cost: what to try next, what to try if that fails, and when to stop.
public struct RetryLadder: Sendable, Hashable {
    /// One attempt of the ladder.
    public struct Step: Sendable, Hashable {
        /// The position of the rung in the caller's list.
        public let index: Int
        /// The rung.
        public let rung: LadderRung
        /// The probability that the ladder gets this far.
        public let reachProbability: Double
        /// P(success) of this attempt, given that all before it failed.
        public let successProbability: Double
    }

    /// The attempts in order; empty if the best is to stop at once.
    public let steps: [Step]
    /// Why the ladder ends after its last step.
    public let stop: StopReason
    /// The probability that the ladder ends in success.
    public let successProbability: Double
    /// Expected money, USD, with the charges for failures and without the value of success.
    public let expectedCost: Double
    /// The ways it can end: success at each step, then stopping.
    public let outcomes: [LadderOutcome]
    /// Whether the ladder is proven best; false only if a search for a quantile ran out of its budget of prefixes.
    public let isProvenOptimal: Bool

    /// The next attempt, or nil to stop.
    public var next: Step? { steps.first }

    /// Finds the best ladder.
    ///
    /// - Parameters:
    ///   - rungs: The candidates, in any order. P(need <= rung) is read from their P(success), so they are taken to be nested: what
    ///     suffices at one rung suffices at every likelier one. A ladder never descends.
    ///   - failed: P(success), before any failure was known, of each configuration that has failed already. Leave it empty if
    ///     the rungs' probabilities are conditioned on those failures.
    ///   - options: Values, charges and limits.
    /// - Throws: `SearchError` with code `invalidInput`.
    public init(rungs: [LadderRung], failed: [Double] = [], options: LadderOptions = LadderOptions()) throws(SearchError) {
        try options.validate()
        if let bad = rungs.firstIndex(where: { !$0.isValid }) {
            throw SearchError(.invalidInput, "rung \(bad): P(success) must be 0 to 1 and both costs finite and at least 0")
        }
        guard failed.allSatisfy({ $0 >= 0 && $0 <= 1 }) else {
            throw SearchError(.invalidInput, "P(success) of a failed configuration must be 0 to 1")
        }
        let model = LadderModel(rungs: rungs, failed: failed, options: options)
        let solver = LadderSolver(model)
        if let level = options.risk.quantile, !rungs.isEmpty {
            let search = QuantileLadderSearch(solver: solver, level: level)
            self.init(plan: search.best, model: model, rungs: rungs, isProvenOptimal: search.isComplete)
        } else {
            self.init(plan: solver.bestPlan(), model: model, rungs: rungs, isProvenOptimal: true)
        }
    }

    private init(plan: [Int], model: LadderModel, rungs: [LadderRung], isProvenOptimal: Bool) {
        let total = model.startMass
        let weighted = total > 0 ? LadderOutcome.outcomes(of: plan, in: model) : []
        var steps: [Step] = []
        var reach = total
        for (rung, outcome) in zip(plan, weighted) {
            let index = model.rungs[rung].index
            steps.append(
                Step(
                    index: index,
                    rung: rungs[index],
                    reachProbability: reach / total,
                    successProbability: reach > 0 ? outcome.mass / reach : 0
                )
            )
            reach -= outcome.mass
        }
        self.steps = steps
        outcomes =
            total > 0
            ? weighted.map { LadderOutcome(probability: $0.mass / total, cost: $0.cost, succeeded: $0.succeeded) }
            : [LadderOutcome(probability: 1, cost: 0, succeeded: false)]
        successProbability = outcomes.reduce(0) { $0 + ($1.succeeded ? $1.probability : 0) }
        expectedCost = outcomes.reduce(0) { $0 + $1.probability * $1.cost }
        stop = StopReason(after: plan, in: model)
        self.isProvenOptimal = isProvenOptimal
    }

    /// The least cost, USD, that is not exceeded with probability `level`.
    public func costQuantile(_ level: Double) -> Double {
        LadderOutcome.quantile(outcomes.map { ($0.cost, $0.probability) }, level: level)
    }
}
