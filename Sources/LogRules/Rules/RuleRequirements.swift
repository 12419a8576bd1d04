internal import Remediation

/// Evidence beside the text that a rule needs: every stated kind must hold, by any of its values.
package struct RuleRequirements: Hashable, Sendable {
    /// Exit statuses of the process.
    package var exitStatus: [Int] = []
    /// Signal numbers.
    package var signal: [Int] = []
    /// The scheduler's words, without regard to case; a trailing `*` matches any ending.
    package var schedulerState: [String] = []
    /// Reasons in the pod's status (or the scheduler's word), without regard to case; a trailing `*` matches any ending.
    package var podReason: [String] = []

    /// No requirement.
    package init() {}

    /// Whether nothing is required.
    package var isEmpty: Bool { exitStatus.isEmpty && signal.isEmpty && schedulerState.isEmpty && podReason.isEmpty }

    /// The same, with its words in lower case: what `hold` compares.
    var lowercased: RuleRequirements {
        var lower = self
        lower.schedulerState = schedulerState.map { $0.lowercased() }
        lower.podReason = podReason.map { $0.lowercased() }
        return lower
    }

    /// Whether the evidence satisfies every stated kind; both are in lower case.
    func hold(for evidence: StatedEvidence) -> Bool {
        if !exitStatus.isEmpty {
            guard let code = evidence.exitCode, exitStatus.contains(code) else { return false }
        }
        if !signal.isEmpty {
            guard let number = evidence.signal, signal.contains(number) else { return false }
        }
        if !schedulerState.isEmpty {
            guard let state = evidence.schedulerState, Self.matches(state, schedulerState) else { return false }
        }
        if !podReason.isEmpty {
            guard evidence.reasons.contains(where: { Self.matches($0, podReason) }) else { return false }
        }
        return true
    }

    private static func matches(_ text: String, _ words: [String]) -> Bool {
        words.contains { word in word.hasSuffix("*") ? text.hasPrefix(word.dropLast()) : text == word }
    }
}
