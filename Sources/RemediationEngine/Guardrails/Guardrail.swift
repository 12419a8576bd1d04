package import Remediation

/// A bound on what may be recommended; guardrails are values, applied in turn, and each leaves a record when it fires.
package protocol Guardrail: Sendable {
    /// `proposal`, or what is left of it.
    func apply(to proposal: Proposal, of failure: JobFailure, after failed: [FailedConfiguration]) -> Proposal
}
