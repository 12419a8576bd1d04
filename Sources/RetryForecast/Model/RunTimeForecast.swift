/// Expected run time of a job from its own history, or its siblings'.
package struct RunTimeForecast: Sendable, Hashable {
    /// Expected seconds of a run that succeeds.
    package let seconds: Double
    /// Expected share of those seconds that a failing attempt takes, above 0.
    package let failureShare: Double
    /// Mean of log seconds, and the spread of the next run's.
    let location: Double
    let spread: Double
    /// Whether the job has a run of its own behind this.
    package let isMeasured: Bool

    /// What a run is taken to last where nothing is known, in seconds.
    static let priorSeconds = 600.0
    /// The spread of log seconds over all the jobs of a site.
    static let priorSpread = 1.5

    /// The forecast from histories, the job's own first.
    ///
    /// Run times scatter over orders of magnitude, so groups are compared on the log scale: the one of least spread speaks for a new job, and
    /// the expectation of a log-normal time is above its median.
    package init(own: JobHistory, siblings: [JobHistory]) {
        isMeasured = own.logSeconds.z > 0
        var best = (location: Self.priorSeconds.naturalLog, variance: Self.priorSpread * Self.priorSpread)
        var ratio = own.failureTime
        for group in isMeasured ? [] : siblings where group.logSeconds.z > 0 {
            let estimate = Self.logTime(group, prior: best.location)
            guard estimate.variance < best.variance else { continue }
            best = estimate
            ratio = group.failureTime
        }
        if isMeasured { best = Self.logTime(own, prior: best.location) }
        if let mean = own.meanSeconds, own.logSeconds.z > 3 {
            seconds = max(mean, 0.1)
        } else {
            seconds = min(max((best.location + min(best.variance, 2) / 2).exponential, 0.1), 1e7)
        }
        location = best.location
        spread = best.variance.squareRoot()
        // Four attempts' worth of belief that a shortage shows at the very end.
        failureShare = (4 + min(ratio.x, 40)) / (4 + min(ratio.y, 40))
    }

    /// The chance that a run ends within `limit` seconds: run times are taken to be log-normal.
    package func chance(within limit: Double) -> Double {
        // The logistic curve is within 0.01 of the normal one at this scale.
        (1.702 * (max(limit, 1e-3).naturalLog - location) / max(spread, 0.05)).logistic
    }

    /// Mean of log seconds leaning on `prior` by half a run, and the variance of the next one.
    private static func logTime(_ history: JobHistory, prior: Double) -> (location: Double, variance: Double) {
        let n = history.logSeconds.z
        let mean = history.logSeconds.x / n
        let square = max(history.logSeconds.y - n * mean * mean, 0)
        let variance = (square + 2 * priorSpread * priorSpread) / (n + 2) * (1 + 1 / n)
        return ((history.logSeconds.x + 0.5 * prior) / (n + 0.5), variance)
    }
}
