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
        guard proposal.action == .retry, let chance = proposal.chance else { return proposal }
        var proposal = proposal
        if least > 0, proposal.uncapped != nil {
            let reason = "It was lowered, so its chance is not known, and the policy asks a person about what is unsure."
            proposal.halt(.review, by: "uncertainty", because: reason)
            return proposal
        }
        guard chance < least else { return proposal }
        let percent = HumanUnits.number((chance * 1_000).rounded() / 10)
        let reason =
            "It would succeed with a chance of \(percent) %, and the policy asks a person below "
            + "\(HumanUnits.number((least * 1_000).rounded() / 10)) %."
        proposal.halt(.review, by: "uncertainty", because: reason)
        return proposal
    }
}
