internal import Remediation

/// Decides whether a rule's "no retry helps" may stand: to stop a job for good needs more than the first place.
enum StopGuard {
    /// A cause that could be cured by a retry and is nearly as well shown contests the stop, up to this much less weight.
    static let margin = 8
    /// What weighs less than this is too general to stop a job.
    static let leastWeight = 24

    /// The retryability of the primary cause among `sorted`, and why it differs from the rule's, if it does.
    static func retryability(of sorted: [RuleFinding]) -> (Retryability, reason: String?) {
        guard let primary = sorted.first else { return (.unknown, nil) }
        guard primary.rule.retryable == .no else { return (primary.rule.retryable, nil) }
        if primary.weight < leastWeight {
            return (.unknown, "\(primary.rule.id) is too general to rule a retry out.")
        }
        if let line = primary.hit?.line, line.severity < .warning {
            return (.unknown, "The line of \(primary.rule.id) does not call itself an error, so a retry is not ruled out.")
        }
        let rival = sorted.dropFirst().first { finding in
            finding.isNewest && finding.rule.failureClass != primary.rule.failureClass && finding.weight >= primary.weight - margin
                && [.sameConfiguration, .changedConfiguration].contains(finding.rule.retryable)
        }
        if let rival { return (.unknown, "\(rival.rule.id) is nearly as well shown, so a retry is not ruled out.") }
        return (.no, nil)
    }
}
