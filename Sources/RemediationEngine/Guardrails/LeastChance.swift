package import Remediation

/// No retry of its own accord that is too unlikely to succeed: where the forecast is that unsure, a person is asked.
package struct LeastChance: Guardrail, Hashable {
    /// The least chance of success, from 0 (never asks) to 1.
    package var least: Double

    /// A bound of `least`.
    package init(least: Double) {
        self.least = least
    }

    package func apply(to proposal: Proposal, of failure: JobFailure, after failed: [FailedConfiguration]) -> Proposal {
        guard proposal.action == .retry, let chance = proposal.chance, chance < least else { return proposal }
        var proposal = proposal
        let percent = HumanUnits.number((chance * 1_000).rounded() / 10)
        let reason =
            "It would succeed with a chance of \(percent) %, and the policy asks a person below "
            + "\(HumanUnits.number((least * 1_000).rounded() / 10)) %."
        proposal.halt(.review, by: "uncertainty", because: reason)
        return proposal
    }
}
