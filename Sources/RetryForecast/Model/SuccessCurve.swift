/// The chance of success over ascending limits for one question.
package struct SuccessCurve: Sendable {
    /// Natural logarithms of the limits in bytes, ascending.
    package let logLimits: [Double]
    /// P(success) at each limit; it never falls.
    package let probabilities: [Double]

    /// Runs of its own at which a job's past says as much as the model.
    package static let modelRuns = 4.0

    /// Evaluates the model at every limit and mixes in a wide tail, and then what the job's own past says by itself.
    ///
    /// The model has learnt from many jobs how needs scatter and speaks for jobs of few runs; `own` knows the two sizes that this job comes in.
    /// The tail beyond a job's largest need is Pareto with index 1.5: a job that surprises once may need twice as much, seldom ten times.
    package init(_ model: ForecastModel, _ features: AttemptFeatures, limits: [Double], own: NeedMixture? = nil) {
        var question = QuestionScore(model, features, firstLimit: limits.first ?? 0)
        let anchor = features.own?.largest ?? features.siblings?.closestLargest ?? features.logRequest
        let count = Double(features.own?.count ?? features.siblings?.closestCount ?? 1)
        let weight = min(model.tailWeight * (1 + 10 / (count + 1)), 0.5)
        var probabilities: [Double] = []
        probabilities.reserveCapacity(limits.count)
        var best = 0.0
        for limit in limits {
            let score = question.score(features, logLimit: limit)
            var p = score.logistic
            if let anchor {
                let excess = limit - anchor
                let tail = excess <= 0 ? 0 : 1 - (-1.5 * excess).exponential
                p = (1 - weight) * p + weight * tail
                // Beyond twice what was seen the tables are flat, though a need is ever less likely.
                if excess > 0.7 { p = 1 - (1 - p) * (-1.2 * (excess - 0.7)).exponential }
            }
            best = max(best, p)
            probabilities.append(best)
        }
        guard let own else {
            logLimits = limits
            self.probabilities = probabilities
            return
        }
        let share = Self.modelRuns / (Self.modelRuns + Double(features.own?.count ?? 0))
        (logLimits, self.probabilities) = Self.join(limits, probabilities, share: share, own)
    }

    /// This curve after the groups of a job of few runs were asked; one run of its own weighs as much as all its groups.
    package func leaning(on chain: SiblingChain, ownRuns: Int) -> SuccessCurve {
        let share = 1 / (1 + Double(ownRuns))
        let leaning = zip(logLimits, probabilities).map { (1 - share) * $1 + share * chain.chance(at: $0, from: $1) }
        return SuccessCurve(logLimits: logLimits, probabilities: leaning)
    }

    private init(logLimits: [Double], probabilities: [Double]) {
        self.logLimits = logLimits
        self.probabilities = probabilities
    }

    /// The mixture of two curves over the limits of both; between its limits a curve keeps the value of the limit below.
    private static func join(_ limits: [Double], _ chances: [Double], share: Double, _ own: NeedMixture) -> ([Double], [Double]) {
        let needs = own.thinned(share: 0.004)
        var joined: [Double] = []
        var probabilities: [Double] = []
        joined.reserveCapacity(limits.count + needs.count)
        probabilities.reserveCapacity(limits.count + needs.count)
        var place = 0
        var mine = 0
        var theirs = 0
        while place < limits.count || mine < needs.count {
            let limit = min(place < limits.count ? limits[place] : .infinity, mine < needs.count ? needs[mine] : .infinity)
            while place < limits.count, limits[place] <= limit { place += 1 }
            while mine < needs.count, needs[mine] <= limit { mine += 1 }
            while theirs < own.logNeeds.count, own.logNeeds[theirs] <= limit { theirs += 1 }
            let model = place == 0 ? 0 : chances[place - 1]
            let past = theirs == 0 ? 0 : own.cumulative[theirs - 1]
            joined.append(limit)
            probabilities.append(share * model + (1 - share) * past)
        }
        return (joined, probabilities)
    }

    /// P(success) at a limit: that of the nearest listed limit at or below it.
    package func probability(at logLimit: Double) -> Double {
        let place = logLimits.lowerBound(logLimit.nextUp)
        return place == 0 ? (probabilities.first ?? 0) * 0.5 : probabilities[place - 1]
    }
}
