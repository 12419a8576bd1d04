package import Remediation

/// No more than the policy's, the queue's or the node's capacity.
package struct CapacityCap: Guardrail, Hashable {
    /// The policy's own limits; the failure's are taken too, and the smaller holds.
    package var limits: ResourceLimits
    /// What the site grants; nil where any memory will do.
    package var choices: MemoryChoices?

    /// A cap at `limits`.
    package init(limits: ResourceLimits, choices: MemoryChoices? = nil) {
        self.limits = limits
        self.choices = choices
    }

    package func apply(to proposal: Proposal, of failure: JobFailure, after failed: [FailedConfiguration]) -> Proposal {
        guard proposal.action == .retry, let target = proposal.target else { return proposal }
        let limits = limits.tightened(by: failure.limits)
        var proposal = proposal
        var capped = target
        let (memory, time) = (limits.memoryBytes ?? Resources.largestBytes, limits.timeLimitSeconds ?? .infinity)
        // Where time comes with memory, less time is a smaller choice.
        let isShortOfTime = choices?.seconds.isEmpty == false && (target.timeLimitSeconds ?? 0) > time
        if target.containerBytes > memory || isShortOfTime {
            if let choices {
                guard let lowered = choices.lowered(target, toMemory: memory, time: time, from: failure.resources) else {
                    let bounds = [limits.memoryBytes.map(HumanUnits.bytes), limits.timeLimitSeconds.map(HumanUnits.seconds)]
                    proposal.askForChoice(by: "capacity", because: "the limit is \(bounds.compactMap(\.self).joined(separator: ", "))")
                    return proposal
                }
                capped = lowered
            } else {
                capped = capped.lowered(container: memory, from: failure.resources)
            }
        }
        if let most = limits.cpus { capped.cpus = min(target.cpus, most) }
        if let most = limits.timeLimitSeconds, let asked = capped.timeLimitSeconds { capped.timeLimitSeconds = min(asked, most) }
        if let most = limits.diskBytes, let asked = target.diskBytes { capped.diskBytes = min(asked, most) }
        guard capped != target else { return proposal }
        proposal.uncapped = proposal.uncapped ?? target
        let reason = "Lowered from \(target.summary) to the limit of \(capped.summary)."
        proposal.target = capped
        proposal.reasons.append(reason)
        proposal.records.append(GuardrailRecord(guardrail: "capacity", reason: reason))
        return proposal
    }
}
