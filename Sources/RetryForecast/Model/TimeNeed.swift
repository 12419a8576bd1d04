/// How much longer a run takes that has outlived a time limit, as chances over limits.
///
/// Either it is a run as the job's others were, whose times are log-normal, cut off at what it has lasted; or it is something else, and then a
/// run that has lasted so long either hangs, or goes on as runs do of which nothing is known: the chance that it outlasts a limit falls with a
/// power of it (a Pareto tail), so that twice the time does as often as is believed. Which of the two is weighed by Bayes: the job's runs speak for the
/// first, and that the run has lasted longer than they would speaks against it.
package struct TimeNeed: Hashable, Sendable {
    /// What the run has lasted, in seconds.
    package let floor: Double
    /// Runs of the job behind it.
    package let runs: Int
    /// The chance that the run is as the job's others were, from 0 to 1.
    package let likeness: Double

    private let mean: Double
    private let spread: Double
    private let power: Double

    /// The spread of log seconds that a job is taken to have before its runs are known, and what it weighs in runs.
    private static let priorSpread = 0.5
    private static let priorWeight = 2.0
    /// So many runs are needed to be as sure of a job's times as of nothing.
    private static let evenRuns = 4.0
    /// The chance that a run which is like no other has lasted as long.
    private static let strangeSurvival = 0.5
    /// Of such runs so many never end.
    private static let hangs = 0.15

    /// The need of a run of a job with this history.
    ///
    /// - Parameters:
    ///   - floor: What it has lasted, in seconds, above 0.
    ///   - twice: How often twice the time does, where nothing else is known: above 0, below 1.
    package init(own: JobHistory, floor: Double, twice: Double) {
        self.floor = floor
        let count = own.logSeconds.z
        runs = Int(count)
        let mean = count > 0 ? own.logSeconds.x / count : floor.naturalLog
        self.mean = mean
        let squares = max(0, own.logSeconds.y - count * mean * mean)
        let variance = (squares + Self.priorWeight * Self.priorSpread * Self.priorSpread) / (count + Self.priorWeight)
        // The mean is not known either.
        spread = (variance * (1 + 1 / max(count, 1))).squareRoot()
        power = -(1 - min(max(twice / (1 - Self.hangs), 0.01), 0.99)).naturalLog / 2.0.naturalLog
        let alike = count / (count + Self.evenRuns) * Self.survival(floor, mean, spread)
        let strange = Self.evenRuns / (count + Self.evenRuns) * Self.strangeSurvival
        likeness = alike / (alike + strange)
    }

    /// The chance that the run ends within `limit` seconds, given that it has not within `floor`.
    package func probability(within limit: Double) -> Double {
        guard limit > floor else { return 0 }
        let left = Self.survival(floor, mean, spread)
        let alike = left > 0 ? 1 - Self.survival(limit, mean, spread) / left : 0
        // floor^power / limit^power
        let strange = (1 - Self.hangs) * (1 - (power * (floor.naturalLog - limit.naturalLog)).exponential)
        return min(max(likeness * alike + (1 - likeness) * strange, 0), 1)
    }

    /// The expected seconds of a run that ends within `limit` seconds.
    package func expectedSeconds(within limit: Double) -> Double {
        let whole = probability(within: limit)
        guard whole > 0 else { return limit }
        var sum = 0.0
        var (start, before) = (floor, 0.0)
        // In steps of a tenth, each at its middle.
        while start < limit {
            let end = min(start * 1.1, limit)
            let chance = probability(within: end)
            sum += (chance - before) * (start + end) / 2
            (start, before) = (end, chance)
        }
        return min(max(sum / whole, floor), limit)
    }

    /// The chance that a log-normal time is longer than `seconds`.
    private static func survival(_ seconds: Double, _ mean: Double, _ spread: Double) -> Double {
        ((seconds.naturalLog - mean) / (spread * 2.0.squareRoot())).complementaryError / 2
    }
}
