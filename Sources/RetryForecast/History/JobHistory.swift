internal import Remediation

/// What is known of one job, or of one group of jobs, from its finished attempts.
///
/// Learning one attempt takes O(log n) comparisons; statistics look at a window of the latest runs, so an answer's cost is bounded.
package struct JobHistory: Codable, Hashable, Sendable {
    /// The most runs whose need is kept.
    package static let window = 160

    /// The latest runs that finished with a known need, oldest first.
    package private(set) var runs: [RunRecord] = []
    /// The needs of `runs`, ascending.
    package private(set) var sortedNeeds: [Double] = []
    /// Natural logarithms of limits at which attempts ran out of memory and no later run has told the need, ascending.
    package private(set) var openLimits: [Double] = []
    /// Successful runs ever learnt.
    package private(set) var successes = 0
    /// Attempts that ran out of memory.
    package private(set) var memoryFailures = 0
    /// Attempts that failed for another reason.
    package private(set) var otherFailures = 0
    /// Sum of the ratios of seconds to failure to the mean seconds of success, and their count.
    package private(set) var failureTime = SIMD2<Double>(0, 0)
    /// Sum of the logarithms of run seconds, of their squares, their count, and the sum of the seconds themselves.
    package private(set) var logSeconds = SIMD4<Double>.zero
    /// What each rule of forecasting would have cost on the runs so far; kept of jobs, not of groups.
    package private(set) var experts = ExpertScores()
    /// The last configuration that the user or scheduler asked for.
    package private(set) var lastRequest: Double?

    /// A job of which nothing is known.
    package init() {}

    /// Runs with a known need.
    package var count: Int { runs.count }

    /// The geometric mean of the run times of successes, in seconds; 0 while none is known.
    package var typicalSeconds: Double { logSeconds.z > 0 ? (logSeconds.x / logSeconds.z).exponential : 0 }

    /// Mean run time in seconds; nil while none is known.
    package var meanSeconds: Double? { Self.meanSeconds(runs) }

    private static func meanSeconds(_ runs: [RunRecord]) -> Double? {
        var sum = 0.0
        var known = 0.0
        for run in runs {
            guard let seconds = run.seconds else { continue }
            sum += seconds
            known += 1
        }
        return known == 0 ? nil : sum / known
    }

    /// Asks every rule what it would have done about `run`, which is not learnt yet.
    mutating func judge(_ run: RunRecord) { experts.judge(run, after: runs, meanSeconds: Self.meanSeconds(runs)) }

    /// Adds a run with a known need.
    mutating func add(_ run: RunRecord) {
        if runs.count >= Self.window {
            let oldest = runs.removeFirst()
            sortedNeeds.remove(at: sortedNeeds.lowerBound(oldest.logNeed))
        }
        runs.append(run)
        sortedNeeds.insert(run.logNeed, at: sortedNeeds.lowerBound(run.logNeed))
        successes += 1
        note(run.seconds)
    }

    /// Notes a success whose need was not measured.
    package mutating func addUnmeasuredSuccess(seconds: Double?) {
        successes += 1
        note(seconds)
    }

    private mutating func note(_ seconds: Double?) {
        guard let seconds, seconds > 0 else { return }
        let value = seconds.naturalLog
        logSeconds += SIMD4(value, value * value, 1, seconds)
    }

    /// Notes a failed attempt.
    mutating func add(_ failure: FailureNote) {
        if let logLimit = failure.logLimit { addShortage(logLimit: logLimit, seconds: failure.seconds) } else { otherFailures += 1 }
    }

    /// Notes that a run needed more than `logLimit`.
    mutating func addShortage(logLimit: Double, seconds: Double?) {
        memoryFailures += 1
        openLimits.insert(logLimit, at: openLimits.lowerBound(logLimit))
        if openLimits.count > Self.window { openLimits.removeFirst() }
        if let seconds, logSeconds.z > 0 {
            failureTime += SIMD2(min(seconds / (logSeconds.x / logSeconds.z).exponential, 4), 1)
        }
    }

    /// Forgets the open limits that a later success of the same run has explained.
    mutating func closeShortages(upTo logNeed: Double, count: Int) {
        let last = openLimits.lowerBound(logNeed.nextUp)
        openLimits.removeSubrange(max(0, last - count)..<last)
    }
}

extension Array where Element == Double {
    /// The first place whose value is at least `value`; the array ascends.
    package func lowerBound(_ value: Double) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) >> 1
            if self[middle] < value { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
