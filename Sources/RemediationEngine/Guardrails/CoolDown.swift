package import Remediation

/// No retry too soon after a job has failed so many times: it waits, and is made all the same.
package struct CoolDown: Guardrail, Hashable {
    /// When a job is left alone, and for how long; nil for never.
    package var rule: CoolDownRule?
    /// How many times the job has failed within the rule's window, this failure included.
    package var recentFailures: Int

    /// A cool-down by `rule`.
    package init(rule: CoolDownRule?, recentFailures: Int) {
        self.rule = rule
        self.recentFailures = recentFailures
    }

    package func apply(to proposal: Proposal, of failure: JobFailure, after failed: [FailedConfiguration]) -> Proposal {
        guard let rule, recentFailures >= rule.failures else { return proposal }
        var proposal = proposal
        // Also where this failure is not tried again or waits longer by itself: the job's retries that are on their way wait too.
        let reason = rule.reason(for: failure.job)
        if proposal.action == .retry {
            proposal.backoffSeconds = max(proposal.backoffSeconds, rule.waitSeconds)
            proposal.reasons.append(reason)
        }
        proposal.records.append(GuardrailRecord(guardrail: "cool-down", reason: reason))
        return proposal
    }
}
