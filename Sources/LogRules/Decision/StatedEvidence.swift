internal import Remediation

/// What a scheduler states beside the log, as rules compare it: in lower case.
struct StatedEvidence {
    let exitCode: Int?
    /// The signal's number.
    let signal: Int?
    let schedulerState: String?
    /// The reasons in the pod's status, and the scheduler's word.
    let reasons: [String]

    init(_ evidence: FailureEvidence, pod: PodEvidence) {
        exitCode = evidence.exitCode
        signal = evidence.signal?.number
        schedulerState = evidence.schedulerState?.lowercased()
        reasons = pod.reasons.map { $0.lowercased() } + (schedulerState.map { [$0] } ?? [])
    }
}
