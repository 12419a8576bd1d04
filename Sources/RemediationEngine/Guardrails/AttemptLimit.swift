package import Remediation

/// No more than so many attempts of one run.
package struct AttemptLimit: Guardrail, Hashable {
    /// The most attempts, the first included; at least 1.
    package var most: Int

    /// A limit of `most` attempts.
    package init(most: Int) {
        self.most = max(most, 1)
    }

    package func apply(to proposal: Proposal, of failure: JobFailure, after failed: [FailedConfiguration]) -> Proposal {
        guard proposal.action == .retry, failure.attempt >= most else { return proposal }
        var proposal = proposal
        proposal.halt(.stop, by: "attempts", because: "Attempt \(failure.attempt) was the last of \(most) that the policy allows.")
        return proposal
    }
}
