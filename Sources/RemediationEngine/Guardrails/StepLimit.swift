package import Remediation

/// No more memory than so many times that of the failed attempt in one step.
package struct StepLimit: Guardrail, Hashable {
    /// The largest factor, more than 1.
    package var factor: Double
    /// What the site grants; nil where any memory will do.
    package var choices: MemoryChoices?

    /// A limit of `factor` times.
    package init(factor: Double, choices: MemoryChoices? = nil) {
        self.factor = max(factor, 1.01)
        self.choices = choices
    }

    package func apply(to proposal: Proposal, of failure: JobFailure, after failed: [FailedConfiguration]) -> Proposal {
        guard proposal.action == .retry, let target = proposal.target else { return proposal }
        let most = Int64(min(Double(failure.resources.containerBytes) * factor, Double(Resources.largestBytes)))
        guard target.containerBytes > most else { return proposal }
        let present = failure.resources
        var proposal = proposal
        let rule = "a step may grow memory \(HumanUnits.number(factor)) times at most"
        let lowered: Resources? =
            if let choices {
                choices.lowered(target, toMemory: most, from: present)
            } else {
                target.lowered(container: most, from: present)
            }
        guard let lowered else {
            proposal.askForChoice(by: "step", because: "\(rule), to \(HumanUnits.bytes(most))")
            return proposal
        }
        proposal.uncapped = proposal.uncapped ?? target
        let reason = "Lowered to \(HumanUnits.bytes(lowered.containerBytes)): \(rule)."
        proposal.target = lowered
        proposal.reasons.append(reason)
        proposal.records.append(GuardrailRecord(guardrail: "step", reason: reason))
        return proposal
    }
}
