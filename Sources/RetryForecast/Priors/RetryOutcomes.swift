internal import Remediation

/// What came of another try after a failure, by the failure's class.
struct RetryOutcomes: Codable, Hashable, Sendable {
    /// The most runs whose last failure is kept: those that are never tried again must not pile up.
    private static let mostWaiting = 20_000

    /// Successes and failures by class.
    private var counts: [String: SIMD2<Double>] = [:]
    /// The class of the last failure, of runs that have not succeeded.
    private var waiting: [String: String] = [:]

    /// Takes in an attempt of a run: the outcome of the try that it is, and what it failed with.
    mutating func learn(_ attempt: Attempt, run: String) {
        if let failureClass = waiting.removeValue(forKey: run) {
            counts[failureClass, default: .zero] += attempt.result == .succeeded ? SIMD2(1, 0) : SIMD2(0, 1)
        }
        guard attempt.result == .failed, let failureClass = attempt.failureClass, !failureClass.isMemory else { return }
        if waiting.count >= Self.mostWaiting, let any = waiting.keys.first { waiting.removeValue(forKey: any) }
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
