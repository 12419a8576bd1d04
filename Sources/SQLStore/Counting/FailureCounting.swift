internal import Remediation

/// A store that counts failures by minute some at a time.
///
/// A busy minute takes a second, so it is counted in parts, each of what is committed then, with rests between them; what was counted is
/// put down in one short transaction, unless somebody else was quicker.
protocol FailureCounting: Sendable {
    /// The most failures that are counted in one part, but for those of one millisecond.
    var failuresPerPart: Int { get }

    /// What is counted; nil before the first time.
    func counted() async throws(RemediationError) -> CountingPlan.Counted?

    /// What is to be counted; nil where there is nothing.
    func countingPlan(through minute: Int64) async throws(RemediationError) -> CountingPlan?

    /// Counts failures that were received from `start` on and before `end`, in milliseconds.
    ///
    /// - Returns: The counts, and from when on nothing was counted, at most `end`.
    func countPart(from start: Int64, to end: Int64) async throws(RemediationError) -> (counts: [FailureCount], next: Int64)

    /// Puts `counts` down in place of what the plan's minutes had.
    ///
    /// - Returns: Whether what is counted was still as it was when the plan was made; else nothing has changed.
    func put(_ counts: [FailureCount], by plan: CountingPlan) async throws(RemediationError) -> Bool
}

/// How often a count is planned anew because another process was quicker; mostly nothing is left to count then.
private let mostPlans = 5

extension FailureCounting {
    /// Counts what is not counted yet.
    func countInParts(through minute: Int64) async throws(RemediationError) {
        for _ in 1...mostPlans {
            guard let plan = try await countingPlan(through: minute) else { return }
            if let counts = try await counts(by: plan), try await put(counts, by: plan) { return }
        }
        throw RemediationError(
            .unavailable,
            "other processes counted failures at the same time, again and again; they are counted at the next look"
        )
    }

    /// What the plan's minutes hold; nil where another process was quicker.
    private func counts(by plan: CountingPlan) async throws(RemediationError) -> [FailureCount]? {
        let minutes = plan.minutes
        let end = Timestamp(minute: minutes.upperBound + 1).milliseconds
        var start = Timestamp(minute: minutes.lowerBound).milliseconds
        var totals: [FailureCount: Int] = [:]
        var pace = CountingPace()
        while true {
            let part = try await countPart(from: start, to: end)
            for var kind in part.counts {
                let count = kind.count
                kind.count = 0
                totals[kind, default: 0] += count
            }
            start = part.next
            guard start < end else { break }
            do {
                try await Task.sleep(for: pace.rest())
            } catch {
                throw RemediationError(.unavailable, "the count of failures was cancelled; it is made when the service runs again")
            }
            guard try await counted() == plan.before else { return nil }
        }
        return totals.map { kind, count in
            var total = kind
            total.count = count
            return total
        }
    }
}
