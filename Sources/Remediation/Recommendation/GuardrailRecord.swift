/// A guardrail that fired, and what it changed.
package struct GuardrailRecord: Hashable, Sendable, Codable {
    /// The guardrail's name, of a fixed set: `attempts`, `step`, `capacity`, `repeat`, `uncertainty`, `cost`, `run-budget`, `cool-down`, `day-budget`,
    /// `pause`, `incident`, `retry-budget`.
    package var guardrail: String
    /// What it did and why, in a sentence.
    package var reason: String

    /// A record of `guardrail`.
    package init(guardrail: String, reason: String) {
        self.guardrail = guardrail
        self.reason = reason
    }
}
