/// Branch and bound for the ladder whose upper quantile of loss is least; the mean decides between equals.
///
/// A ladder is a fixed sequence, because a failure is all an attempt can tell: its losses are known with their probabilities. A
/// prefix is dropped when even the luckiest continuation cannot reach the incumbent's quantile, or only equals it at a worse mean.
struct QuantileLadderSearch {
    /// Prefixes visited before the search settles for its incumbent.
    static let nodeLimit = 4_000_000

    private let solver: LadderSolver
    private let model: LadderModel
    private let level: Double
    /// Least loss a success at this rung or a later one can bring.
    private let leastLoss: [Double]
    private var plan: [Int] = []
    private var losses: [(loss: Double, mass: Double)] = []
    private var mean = 0.0
    private(set) var best: [Int]
    private(set) var bestQuantile: Double
    private var bestMean: Double
    private(set) var nodes = 0

    /// Whether the whole tree was covered, so that `best` is proven best.
    var isComplete: Bool { nodes < Self.nodeLimit }

    init(solver: LadderSolver, level: Double) {
        self.solver = solver
        model = solver.model
        self.level = level
        var least = Double.infinity
        var leasts: [Double] = []
        for rung in solver.model.rungs.reversed() {
            least = min(least, rung.lossIfSuccess)
            leasts.append(least)
        }
        leastLoss = leasts.reversed()
        best = []
        bestQuantile = 0
        bestMean = 0
        guard model.startMass > 0 else { return }
        follow(solver.bestPlan())
        visit(first: model.firstRung, coverage: model.startCoverage, covered: model.startCovered, spent: 0, left: model.maximumAttempts)
    }

    /// Makes the plan of least mean the incumbent.
    private mutating func follow(_ plan: [Int]) {
        let outcomes = LadderOutcome.outcomes(of: plan, in: model)
        best = plan
        bestQuantile = LadderOutcome.quantile(outcomes.map { ($0.loss, $0.mass) }, level: level)
        bestMean = outcomes.reduce(0) { $0 + $1.loss * $1.mass }
    }

    private mutating func visit(first: Int, coverage: Double, covered: Double, spent: Double, left: Int) {
        guard isComplete else { return }
        nodes += 1
        let remaining = covered + (1 - coverage)
        complete(spent: spent, remaining: remaining)
        guard left > 0 else { return }
        for rung in first..<model.rungs.count {
            let attempt = model.attempt(at: rung, fromCoverage: coverage, covered: covered)
            let step = model.rungs[rung]
            let gained = mean
            let loss = spent + step.lossIfSuccess
            plan.append(rung)
            losses.append((loss, attempt.success))
            mean += attempt.success * step.lossIfSuccess + attempt.failure * step.lossIfFailure
            let after = spent + step.lossIfFailure
            if canImprove(rung: rung, covered: attempt.covered, spent: after, left: left - 1) {
                visit(
                    first: model.groupStart[rung],
                    coverage: step.coverage,
                    covered: attempt.covered,
                    spent: after,
                    left: left - 1
                )
            }
            mean = gained
            losses.removeLast()
            plan.removeLast()
        }
    }

    /// Whether stopping here, or any continuation, could beat the incumbent.
    private func canImprove(rung: Int, covered: Double, spent: Double, left: Int) -> Bool {
        let coverage = model.rungs[rung].coverage
        let top = model.rungs[model.rungs.count - 1].coverage
        let needed = model.startMass * level * (1 - 1e-9)
        var reached = 0.0
        var reachedBelow = 0.0
        for outcome in losses {
            if outcome.loss <= bestQuantile { reached += outcome.mass }
            if outcome.loss < bestQuantile { reachedBelow += outcome.mass }
        }
        let remaining = covered + (1 - coverage)
        // What is left can end in success, at no less than the cheapest later rung, or in stopping at no less than what is spent.
        let winnable = left > 0 ? covered + (top - coverage) : 0
        let leastWin = spent + leastLoss[model.groupStart[rung]]
        func luck(_ fits: (Double) -> Bool) -> Double {
            fits(spent) ? remaining : fits(leastWin) ? winnable : 0
        }
        if reachedBelow + luck({ $0 < bestQuantile }) >= needed { return true }
        guard reached + luck({ $0 <= bestQuantile }) >= needed else { return false }
        let bound = mean + solver.loss(failed: rung, covered: covered, left: left)
        return bound < bestMean + 1e-9 * abs(bestMean)
    }

    /// Judges the plan that stops after the current prefix.
    private mutating func complete(spent: Double, remaining: Double) {
        let quantile = LadderOutcome.quantile(losses + [(spent, remaining)], level: level)
        guard quantile < bestQuantile || (quantile == bestQuantile && mean < bestMean) else { return }
        best = plan
        bestQuantile = quantile
        bestMean = mean
    }
}
