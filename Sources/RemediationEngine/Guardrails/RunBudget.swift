package import Remediation

/// No more money for the retries of one run than so much: beyond it a person is asked.
package struct RunBudget: Guardrail, Hashable {
    /// The most that the retries of a run may cost together, in USD; nil for no bound.
    package var mostUSD: Double?
    /// What they have cost so far, in USD.
    package var spentUSD: Double

    /// A budget of `mostUSD`, of which `spentUSD` is spent.
    package init(mostUSD: Double?, spentUSD: Double) {
        self.mostUSD = mostUSD
        self.spentUSD = spentUSD
    }

    package func apply(to proposal: Proposal, of failure: JobFailure, after failed: [FailedConfiguration]) -> Proposal {
        guard proposal.action == .retry, let mostUSD else { return proposal }
        let cost = proposal.expectedCostUSD ?? 0
        guard spentUSD + cost > SpendingReservation.bound(mostUSD) else { return proposal }
        var proposal = proposal
        let reason =
            "The retries of this run have cost \(HumanUnits.dollars(spentUSD)), another is expected to cost \(HumanUnits.dollars(cost)), "
            + "and the policy asks a person beyond \(HumanUnits.dollars(mostUSD)) a run."
        proposal.halt(.review, by: "run-budget", because: reason)
        return proposal
    }
}
