package import Remediation

/// Never a configuration that has already failed for want of a resource.
///
/// It comes after the caps: a target that a cap lowered onto a failed configuration is a stop, not another try.
package struct NeverRepeat: Guardrail, Hashable {
    package init() {}

    package func apply(to proposal: Proposal, of failure: JobFailure, after failed: [FailedConfiguration]) -> Proposal {
        guard proposal.action == .retry, let target = proposal.target else { return proposal }
        let repeated = failed.contains { earlier in
            guard let exhausted = earlier.failureClass?.exhausted else { return false }
            return !target.exceeds(earlier.resources, in: exhausted)
        }
        guard repeated else { return proposal }
        var proposal = proposal
        let reason =
            if let wanted = proposal.uncapped {
                "It needs about \(wanted.summary), and no more than \(target.summary) can be granted, which has failed already."
            } else {
                "\(target.summary) has failed already."
            }
        proposal.halt(.stop, by: "repeat", because: reason)
        return proposal
    }
}
