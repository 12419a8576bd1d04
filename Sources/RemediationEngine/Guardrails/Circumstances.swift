package import Remediation

/// What guardrails look at beside the failure and the proposal.
package struct Circumstances: Sendable {
    /// What the retries of the run have cost so far, in USD; a first attempt is none.
    package var spentUSD: Double
    /// How many times the job has failed within the cool-down's window, this failure included.
    package var recentFailures: Int
    /// What an attempt with these resources is expected to cost, in USD; nil where nobody asks.
    package var cost: (@Sendable (AdviceRequest, Resources) -> Double)?

    /// Circumstances; by default those of a job that nothing else is known of.
    package init(spentUSD: Double = 0, recentFailures: Int = 1, cost: (@Sendable (AdviceRequest, Resources) -> Double)? = nil) {
        self.spentUSD = spentUSD
        self.recentFailures = recentFailures
        self.cost = cost
    }
}
