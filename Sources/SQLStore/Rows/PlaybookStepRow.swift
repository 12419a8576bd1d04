internal import Remediation

/// A step of a playbook as its columns say it.
struct PlaybookStepRow: Sendable {
    var step: String
    var state: String
    var tries: Int
    var dueAt: Int64
    var result: String?

    /// The step of the incident with `id` that the columns hold.
    func step(of id: String) throws(RemediationError) -> PlaybookStep {
        guard let state = PlaybookStep.State(rawValue: state) else {
            throw RemediationError(.corrupt, "the step \(step) has the unknown state \"\(state)\"; start the Mulligan that wrote it")
        }
        return PlaybookStep(step, of: id, state: state, tries: tries, dueAt: Timestamp(milliseconds: dueAt), result: result)
    }
}
