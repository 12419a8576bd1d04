package import Remediation
internal import Synchronization

extension RemediationService {
    /// Holds every repair in `scope` from now on, in every process on the store. Answers of other processes heed it within a second.
    ///
    /// - Returns: The pause in force: an earlier one of the same scope, if there is one.
    /// - Throws: `RemediationError` of the store.
    package func pause(_ scope: PauseScope, actor: String, reason: String? = nil) async throws(RemediationError) -> Pause {
        let pause = try await store.pause(
            Pause(id: identifiers.next(), scope: scope, actor: actor, reason: reason, since: clock.now())
        )
        watch.noteSet(pause)
        return pause
    }

    /// Lifts a pause; what it held goes on its way.
    ///
    /// - Throws: `RemediationError`: `notFound`.
    package func resume(pauseId: String, actor: String, reason: String? = nil) async throws(RemediationError) -> Pause {
        let pause = try await store.resume(pauseId: pauseId, actor: actor, reason: reason, at: clock.now(), spreadSeconds: 0)
        watch.noteLifted(pauseId)
        outbox.wake()
        return pause
    }

    /// What holds repairs back now: pauses, the budget, circuits.
    ///
    /// - Throws: `RemediationError` of the store.
    package func outboxStatus() async throws(RemediationError) -> OutboxStatus {
        let budget = live.withLock(\.policy.retryBudget)
        let bucket = try await store.retryTokens() ?? TokenBucket(tokens: budget.burst, at: clock.now())
        return OutboxStatus(
            pauses: try await store.pauses(),
            budget: budget,
            tokens: min(bucket.refilled(at: clock.now(), under: budget).tokens + Double(tokens.held), budget.burst),
            circuits: outbox.circuitStatus(),
            spending: try await spending()
        )
    }

    /// What the day's automatic retries are expected to cost; nil where the policy sets no budget.
    private func spending() async throws(RemediationError) -> DaySpending? {
        guard let mostUSD = live.withLock(\.policy.dayBudgetUSD) else { return nil }
        let day = clock.now().day
        return DaySpending(mostUSD: mostUSD, spentUSD: try await store.spending(onDay: day), renewsAt: Timestamp(day: day + 1))
    }

    /// The policy file as it was read; empty without one.
    package var policyText: String { live.withLock(\.policyText) }

    /// The policy in force.
    package var policy: RemediationPolicy { live.withLock(\.policy) }
}

/// What holds repairs back.
package struct OutboxStatus: Hashable, Sendable, Codable {
    /// What is paused, oldest first.
    package var pauses: [Pause]
    /// The retry budget.
    package var budget: RetryBudget
    /// How many repairs may start now.
    package var tokens: Double
    /// The circuits of the schedulers.
    package var circuits: [CircuitStatus]
    /// The day's money for automatic retries; nil without a budget.
    package var spending: DaySpending?
}
