package import Remediation

/// No attempt that is expected to cost more than so much: a person is asked.
package struct CostLimit: Guardrail, Hashable {
    /// The most an attempt may be expected to cost, in USD; nil for no bound.
    package var mostUSD: Double?

    /// A bound of `mostUSD`.
    package init(mostUSD: Double?) {
        self.mostUSD = mostUSD
    }

    package func apply(to proposal: Proposal, of failure: JobFailure, after failed: [FailedConfiguration]) -> Proposal {
        guard proposal.action == .retry, let mostUSD, let cost = proposal.expectedCostUSD, cost > mostUSD else { return proposal }
        var proposal = proposal
        let reason =
            "It is expected to cost \(HumanUnits.number(cost)) USD, and the policy asks a person above "
            + "\(HumanUnits.number(mostUSD)) USD."
        proposal.halt(.review, by: "cost", because: reason)
        return proposal
    }
}
