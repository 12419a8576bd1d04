package import Remediation

/// Decides by class what kind of answer a failure needs, before any forecast.
package struct Triage: Hashable, Sendable {
    /// The kind of answer.
    package enum Verdict: Hashable, Sendable {
        /// No configuration helps.
        case stop(reason: String)
        /// The cause was transient: the same configuration again, after `backoffSeconds`.
        case retryUnchanged(backoffSeconds: Double, reason: String)
        /// A resource ran out: a better configuration must be found.
        case resize(ExhaustedResource, reason: String)
        /// A person must decide.
        case review(reason: String)
    }

    /// The pause before the first retry of a transient failure without a rule's own, in seconds.
    package var firstBackoffSeconds: Double
    /// The longest pause, in seconds.
    package var longestBackoffSeconds: Double
    /// The least confidence at which Mulligan acts without asking, from 0 to 1.
    package var leastConfidence: Double

    /// Triage with its pauses in seconds.
    package init(firstBackoffSeconds: Double = 30, longestBackoffSeconds: Double = 1_800, leastConfidence: Double = 0.5) {
        self.firstBackoffSeconds = firstBackoffSeconds
        self.longestBackoffSeconds = longestBackoffSeconds
        self.leastConfidence = leastConfidence
    }

    /// The verdict on `classification` of the attempt with number `attempt` (from 1); the pause doubles with every attempt.
    package func verdict(on classification: Classification, attempt: Int) -> Verdict {
        let failureClass = classification.failureClass
        let title = failureClass.title
        if failureClass == .unknown {
            return .review(reason: "No rule recognises this failure; a person has to look.")
        }
        if classification.confidence < leastConfidence {
            return .review(reason: "\(title), but the evidence is thin; a person has to look.")
        }
        switch classification.retryable {
        case .no:
            // The learned opinion may be wrong in ways no rule author checked: it never stops a job for good.
            return classification.learned
                ? .review(reason: "\(title), says the learned opinion; a person has to confirm that no retry helps.")
                : .stop(reason: "\(title): no configuration helps, something else must change first.")
        case .sameConfiguration:
            return .retryUnchanged(
                backoffSeconds: backoff(first: classification.backoffSeconds ?? firstBackoffSeconds, attempt: attempt),
                reason: "\(title): the same configuration may succeed."
            )
        case .changedConfiguration:
            guard let exhausted = classification.exhausted ?? failureClass.exhausted else {
                return .review(reason: "\(title): the configuration must change, and which part is for a person to say.")
            }
            return .resize(exhausted, reason: "\(title).")
        case .unknown:
            return .review(reason: "\(title), and whether a retry helps is not known; a person has to look.")
        }
    }

    private func backoff(first: Double, attempt: Int) -> Double {
        let doublings = Double(min(max(attempt - 1, 0), 30))
        var pause = first
        for _ in 0..<Int(doublings) where pause < longestBackoffSeconds { pause *= 2 }
        return min(pause, max(first, longestBackoffSeconds))
    }
}
