internal import ConfigurationSearch
internal import Remediation
internal import RetryForecast

extension LadderSearch {
    /// The most that a run is given at once, as a multiple of what it has lasted or of what the job's runs take: a long limit waits longer for
    /// its place in the queue, which no price says.
    private static let mostTimes = 4.0
    /// Time limits are whole minutes: schedulers round to them.
    private static let timeStep = 60.0

    /// The answer where time was what ran out: the same configuration with longer and longer time limits.
    ///
    /// A longer limit costs nothing where the run ends within it, and all of it where the run hangs: the ladder weighs the two.
    ///
    /// - Parameter own: The job's history.
    func longer(_ last: FailedConfiguration, floor: Double, own: JobHistory, belief: RetryBelief) -> Advice {
        let cap = min(request.limits?.timeLimitSeconds ?? .infinity, Bounds.timeLimits.upperBound)
        let need = TimeNeed(own: own, floor: floor, twice: belief.mean)
        let limits = Self.limits(above: floor, upTo: Self.mostTimes * max(floor, own.typicalSeconds))
        func target(_ limit: Double) -> Resources {
            var resources = last.resources
            resources.timeLimitSeconds = min(limit, Bounds.timeLimits.upperBound)
            return resources
        }
        let typical = (limits.first { need.probability(within: $0) >= 0.5 } ?? limits.last).map(target)
        let isPrior = need.runs == 0 && belief.outcomes == 0
        guard floor < cap else {
            let reason = "ran out of time at \(HumanUnits.seconds(floor)), and the limit is \(HumanUnits.seconds(cap))"
            return .stop(request, reason, uncapped: typical, isPrior: isPrior)
        }
        var granted = limits.filter { $0 < cap }
        if granted.count < limits.count { granted.append(cap) }
        // The memory must do too. Had it been short, that would have shown by now as likely as not.
        let suffices = 1 / (1 + 0.5 * (1 / max(chance(ofMemory: last.resources.containerBytes), 0.01) - 1))
        let certain = 1 - forecast.model.irreducibleFailure
        let rate = prices.hourly(last.resources) / 3_600
        let rungs = granted.map { limit in
            ConfigurationSearch.LadderRung(
                values: [limit],
                successProbability: need.probability(within: limit) * suffices * certain,
                costIfSuccess: rate * need.expectedSeconds(within: limit),
                costIfFailure: rate * limit
            )
        }
        let even = rungs.first { $0.successProbability >= 0.5 } ?? rungs.last
        let ladder = try? RetryLadder(rungs: rungs, options: ladderOptions(successCost: even?.costIfSuccess ?? 0))
        guard let ladder, let first = ladder.steps.first, let limit = first.rung.values.first else {
            let most = MemoryText.probability(rungs.last?.successProbability ?? 0)
            let reason = "the best chance within \(HumanUnits.seconds(granted.last ?? cap)) is \(most) and would cost more than it brings"
            return .stop(request, reason, uncapped: typical, isPrior: isPrior)
        }
        let steps = ladder.steps.compactMap { step in
            step.rung.values.first.map { limit in
                let (chance, success) = (step.successProbability, need.expectedSeconds(within: limit))
                let seconds = chance * success + (1 - chance) * limit
                return Remediation.LadderRung(
                    resources: target(limit),
                    successProbability: chance,
                    expectedCostUSD: prices.cost(last.resources, seconds: seconds),
                    expectedSeconds: seconds
                )
            }
        }
        let evidence =
            need.runs == 0
            ? "no past run of this job; \(Self.belief(belief))"
            : "\(need.runs) past \(need.runs == 1 ? "run" : "runs") of this job, \(HumanUnits.seconds(own.typicalSeconds)) typically"
        return Advice(
            id: request.id,
            action: .retry,
            ladder: steps,
            reason:
                "\(HumanUnits.seconds(limit)) suffice with probability \(MemoryText.probability(first.successProbability)); \(evidence)",
            uncapped: limit >= cap ? typical : nil,
            isPrior: isPrior
        )
    }

    /// Limits from a fifth more than `floor` to `most`, each about a fifth above the one before, in whole minutes.
    private static func limits(above floor: Double, upTo most: Double) -> [Double] {
        var limits: [Double] = []
        var limit = floor
        // A job's times may lie far above the limit that it was given.
        for _ in 0..<200 where limit < most {
            limit = min(limit * 1.189_207_115, most)  // The fourth root of 2.
            let minutes = (limit / timeStep - 1e-9).rounded(.up) * timeStep
            if minutes > limits.last ?? floor { limits.append(minutes) }
        }
        return limits
    }

    private static func belief(_ belief: RetryBelief) -> String {
        let chance = "twice the time does with probability \(MemoryText.probability(belief.mean))"
        return belief.outcomes == 0 ? "\(chance) by a declared prior" : "\(chance) after \(belief.outcomes) outcomes of such failures"
    }
}
