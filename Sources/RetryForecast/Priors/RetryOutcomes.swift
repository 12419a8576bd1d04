internal import Remediation

/// What came of another try after a failure, by the failure's class.
struct RetryOutcomes: Codable, Hashable, Sendable {
    /// Successes and failures by class.
    private var counts: [String: SIMD2<Double>] = [:]
    /// The class of the last failure, of runs that have not succeeded.
    private var waiting = RecentRuns<String>()

    /// Takes in an attempt of a run: the outcome of the try that it is, and what it failed with.
    mutating func learn(_ attempt: Attempt, run: String) {
        if let failureClass = waiting[run] {
            waiting[run] = nil
            counts[failureClass, default: .zero] += attempt.result == .succeeded ? SIMD2(1, 0) : SIMD2(0, 1)
        }
        guard attempt.result == .failed, let failureClass = attempt.failureClass, !failureClass.isMemory else { return }
        waiting[run] = failureClass.rawValue
    }

    /// What `learn` changes for a run, to be put back: a copy of all would cost as much as there are runs.
    func saved(run: String) -> Saved { Saved(counts: counts, waiting: waiting[run]) }

    /// Puts back what was saved.
    mutating func restore(_ saved: Saved, run: String) {
        counts = saved.counts
        waiting[run] = saved.waiting
    }

    /// What `learn` changes for a run.
    struct Saved {
        let counts: [String: SIMD2<Double>]
        let waiting: String?
    }

    /// What is believed of another try.
    func belief(_ failureClass: FailureClass) -> RetryBelief {
        let seen = counts[failureClass.rawValue] ?? .zero
        return RetryBelief(failureClass, successes: seen.x, failures: seen.y)
    }
}
