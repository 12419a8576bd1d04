internal import Remediation

/// A finished attempt in a table.
struct AttemptRow {
    let ended: String?
    let age: String
    let run: String
    let configuration: String
    let peak: String
    /// Peak over limit as a bar's width; nil where the peak is not known.
    let percent: String?
    let failed: Bool
    let time: String
    let state: String
    let result: String

    init(_ attempt: Attempt, now: Timestamp) {
        ended = attempt.endedAt?.formatted
        age = attempt.endedAt.map { DisplayText.age($0, now: now) } ?? ""
        run = attempt.runId.map { "\($0) · \(attempt.attempt)" } ?? "–"
        configuration = attempt.requested.summary
        failed = attempt.result == .failed
        percent = attempt.peakMemoryBytes.map { DisplayText.barWidth(Double($0) / Double(attempt.requested.memoryBytes)) }
        peak = attempt.peakMemoryBytes.map { (attempt.result == .failed ? "≥ " : "") + HumanUnits.bytes($0) } ?? "–"
        time = attempt.runSeconds.map(HumanUnits.seconds) ?? "–"
        state = attempt.result == .succeeded ? "succeeded" : "failed_again"
        result = attempt.result == .succeeded ? "Succeeded" : attempt.failureClass?.rawValue ?? "Failed"
    }
}
