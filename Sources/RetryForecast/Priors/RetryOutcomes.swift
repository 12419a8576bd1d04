internal import Remediation

/// What came of another try after a failure, by the failure's class.
struct RetryOutcomes: Codable, Hashable, Sendable {
    /// What became of tries so far.
    private(set) var counts = Counts()
    /// The class of the last failure, of runs that have not succeeded.
    private var waiting = RecentRuns<String>()

    /// Takes in an attempt of a run: the outcome of the try that it is, and what it failed with.
    mutating func learn(_ attempt: Attempt, run: String) {
        if let failureClass = waiting[run] {
            waiting[run] = nil
            counts.add(attempt.result, after: failureClass)
        }
        guard attempt.result == .failed, let failureClass = attempt.failureClass, !failureClass.isMemory else { return }
        waiting[run] = failureClass.rawValue
    }

    /// The counts as if `attempt` had been learnt.
    func counts(supposing attempt: Attempt, run: String) -> Counts {
        var counts = counts
        if let failureClass = waiting[run] { counts.add(attempt.result, after: failureClass) }
        return counts
    }

    /// Successes and failures of other tries, by the class of the failure before them.
    struct Counts: Codable, Hashable, Sendable {
        private var byClass: [String: SIMD2<Double>] = [:]

        /// Counts a try.
        mutating func add(_ result: Attempt.Result, after failureClass: String) {
            byClass[failureClass, default: .zero] += result == .succeeded ? SIMD2(1, 0) : SIMD2(0, 1)
        }

        /// What is believed of another try.
        func belief(_ failureClass: FailureClass) -> RetryBelief {
            let seen = byClass[failureClass.rawValue] ?? .zero
            return RetryBelief(failureClass, successes: seen.x, failures: seen.y)
        }
    }
}
