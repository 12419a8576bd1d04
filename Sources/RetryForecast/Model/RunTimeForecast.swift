/// Expected run time of a job from its own history, or its siblings'.
package struct RunTimeForecast: Sendable, Hashable {
    /// Expected seconds of a run that succeeds.
    package let seconds: Double
    /// Expected share of those seconds that a failing attempt takes, above 0.
    package let failureShare: Double
    /// Whether the job has a run of its own behind this.
    package let isMeasured: Bool

    /// What a run is taken to last where nothing is known, in seconds.
    static let priorSeconds = 600.0
    /// The spread of log seconds over all the jobs of a site.
    static let priorSpread = 1.5

    /// The forecast from histories, the job's own first.
    ///
    /// Of few runs of its own the expectation of a log-normal time is taken, which lies above its median.
    ///
    /// - Parameter chain: The groups of a job that has few runs of its own; nil where nobody is related or the job has runs enough.
    package init(own: JobHistory, chain: SiblingChain?) {
        isMeasured = own.logSeconds.z > 0
        let related = chain?.seconds(from: Self.priorSeconds) ?? Self.priorSeconds
        // Four attempts' worth of belief that a shortage shows at the very end.
        let share = chain?.failureShare(from: 1) ?? 1
        failureShare = (4 * share + min(own.failureTime.x, 40)) / (4 + min(own.failureTime.y, 40))
        guard isMeasured else {
            seconds = min(max(related, 0.1), 1e7)
            return
        }
        if let mean = own.meanSeconds, own.logSeconds.z > 3 {
            seconds = max(mean, 0.1)
            return
        }
        let (location, variance) = Self.logTime(own, prior: related.naturalLog)
        seconds = min(max((location + min(variance, 2) / 2).exponential, 0.1), 1e7)
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
