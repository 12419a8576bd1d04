/// What an outbox worker asks its store for.
package struct DeliveryClaim: Hashable, Sendable {
    /// The most deliveries to claim.
    package var limit: Int
    /// The present moment.
    package var now: Timestamp
    /// How long what is claimed is hidden from other workers, in seconds.
    package var leaseSeconds: Double
    /// The budget for repairs that start; nil for none.
    package var budget: RetryBudget?
    /// The most deliveries for a target, by its name: 0 where its circuit is open, 1 for a probe. Others are not bounded.
    package var targetLimits: [String: Int]

    /// A claim.
    package init(
        limit: Int,
        now: Timestamp,
        leaseSeconds: Double,
        budget: RetryBudget? = nil,
        targetLimits: [String: Int] = [:]
    ) {
        self.limit = limit
        self.now = now
        self.leaseSeconds = leaseSeconds
        self.budget = budget
        self.targetLimits = targetLimits
    }

    /// A lease that ends after this moment is from before the clock went back, and holds nothing any more.
    package var longestLease: Timestamp { Self.longestLease(at: now, leaseSeconds: leaseSeconds) }

    /// The latest end of a lease of `leaseSeconds` that is believed at `now`: clocks of processes on one store may differ, and so may leases.
    package static func longestLease(at now: Timestamp, leaseSeconds: Double) -> Timestamp {
        now.adding(seconds: 2 * max(leaseSeconds, 120))
    }

    /// Refuses a lease that is no time.
    package func check() throws(RemediationError) {
        guard leaseSeconds.isFinite, leaseSeconds >= 0, leaseSeconds <= 1e9 else {
            throw RemediationError(.invalidInput, "\(leaseSeconds) is not a time; lease for 0 to 1e9 seconds", field: "leaseSeconds")
        }
    }
}
