/// The chance of success over ascending limits for one question.
package struct SuccessCurve: Sendable {
    /// Natural logarithms of the limits in bytes, ascending.
    package let logLimits: [Double]
    /// P(success) at each limit; it never falls.
    package let probabilities: [Double]

    /// Evaluates the model at every limit and mixes in a wide tail.
    ///
    /// The tail beyond a job's largest need is Pareto with index 1.5: a job that surprises once may need twice as much, seldom ten times.
    package init(_ model: ForecastModel, _ features: AttemptFeatures, limits: [Double]) {
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
        logLimits = limits
        self.probabilities = probabilities
    }

    /// P(success) at a limit: that of the nearest listed limit at or below it.
    package func probability(at logLimit: Double) -> Double {
        let place = logLimits.lowerBound(logLimit.nextUp)
        return place == 0 ? (probabilities.first ?? 0) * 0.5 : probabilities[place - 1]
    }
}
