extension StopReason {
    /// Below this chance an attempt is taken to be unable to succeed.
    private static let negligible = 1e-9

    /// Explains why `plan` is not followed by one more attempt.
    init(after plan: [Int], in model: LadderModel) {
        var coverage = model.startCoverage
        var covered = model.startCovered
        for rung in plan {
            covered = model.attempt(at: rung, fromCoverage: coverage, covered: covered).covered
            coverage = model.rungs[rung].coverage
        }
        let mass = covered + (1 - coverage)
        let allowed = plan.last.map { model.groupStart[$0] } ?? model.firstRung
        var chance = 0.0
        var leastLoss = Double.infinity
        if mass > 0 {
            for rung in allowed..<max(allowed, model.rungs.count) {
                let attempt = model.attempt(at: rung, fromCoverage: coverage, covered: covered)
                let step = model.rungs[rung]
                chance = max(chance, attempt.success / mass)
                leastLoss = min(leastLoss, (attempt.success * step.lossIfSuccess + attempt.failure * step.lossIfFailure) / mass)
            }
        }
        bestSuccessProbability = chance
        if chance <= Self.negligible {
            code = .needBeyondLimit
            message = "no configuration within the limits can succeed after what has failed; raise the limit or reduce the need"
        } else if plan.count >= model.maximumAttempts {
            code = .attemptsExhausted
            message = "\(model.maximumAttempts) attempts are allowed; one more would succeed with probability \(HumanUnits.number(chance))"
        } else {
            code = .notWorthIt
            message =
                "the best chance left is \(HumanUnits.number(chance)), and one more attempt would lose at least "
                + "\(HumanUnits.number(leastLoss)) USD in the mean after the value of success"
        }
    }
}
