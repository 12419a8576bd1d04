import Remediation
import Synchronization

/// A scheduler whose answers a test writes down beforehand: faults that no real one shows on demand.
final class ScriptedClient: SchedulerClient {
    let name = "scripted"
    private let state: Mutex<(answers: [SchedulerError?], repairs: [Repair])>

    /// Answers in turn: an error, or nil for success; after the last one, success.
    init(_ answers: [SchedulerError?] = []) {
        state = Mutex((answers, []))
    }

    /// What it was asked to do.
    var repairs: [Repair] { state.withLock(\.repairs) }

    func apply(_ repair: Repair) async throws(SchedulerError) -> String {
        let answer = state.withLock { state -> SchedulerError? in
            state.repairs.append(repair)
            return state.answers.isEmpty ? nil : state.answers.removeFirst()
        }
        if let answer { throw answer }
        return "done"
    }
}
