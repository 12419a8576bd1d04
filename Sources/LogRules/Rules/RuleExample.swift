package import Remediation

/// A failure that a rule must match, or must not.
package struct RuleExample: Hashable, Sendable {
    /// The failure.
    package var evidence: FailureEvidence
    /// Why it must not match; nil for a matching example.
    package var because: String?
    /// The line of the rule file, from 1.
    package var line: Int

    /// An example.
    package init(evidence: FailureEvidence, because: String? = nil, line: Int = 0) {
        self.evidence = evidence
        self.because = because
        self.line = line
    }
}
