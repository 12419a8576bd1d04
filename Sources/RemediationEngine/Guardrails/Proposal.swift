package import Remediation

/// What the engine is about to recommend, on its way through the guardrails.
package struct Proposal: Hashable, Sendable {
    /// What to do.
    package var action: Recommendation.Action
    /// The configuration of the next attempt, of a retry.
    package var target: Resources?
    /// What was wanted before a guardrail lowered it.
    package var uncapped: Resources?
    /// The chance of success that the forecast gives to `uncapped`, or else to `target`, where it was asked.
    package var chance: Double?
    /// What the next attempt is expected to cost in USD, where that was asked.
    package var expectedCostUSD: Double?
    /// How long to wait before the retry, in seconds.
    package var backoffSeconds: Double
    /// Why, one sentence each.
    package var reasons: [String]
    /// The guardrails that have fired.
    package var records: [GuardrailRecord]

    /// A proposal.
    package init(
        action: Recommendation.Action,
        target: Resources? = nil,
        uncapped: Resources? = nil,
        chance: Double? = nil,
        expectedCostUSD: Double? = nil,
        backoffSeconds: Double = 0,
        reasons: [String] = [],
        records: [GuardrailRecord] = []
    ) {
        self.action = action
        self.target = target
        self.uncapped = uncapped
        self.chance = chance
        self.expectedCostUSD = expectedCostUSD
        self.backoffSeconds = backoffSeconds
        self.reasons = reasons
        self.records = records
    }

    /// Turns the proposal into a review without a target, because `guardrail` leaves room for nothing that the site grants.
    ///
    /// - Parameter bound: What it is that binds, as the end of a sentence.
    mutating func askForChoice(by guardrail: String, because bound: String) {
        let wanted = target.map { " It needs about \($0.summary)." } ?? ""
        uncapped = uncapped ?? target
        target = nil
        halt(.review, by: guardrail, because: "No choice of memory fits: \(bound).\(wanted) What to grant instead is for a person to say.")
    }

    /// Turns the proposal into a stop, or into a review of what is proposed, because `guardrail` fired.
    mutating func halt(_ action: Recommendation.Action, by guardrail: String, because reason: String) {
        self.action = action
        if action == .stop {
            uncapped = uncapped ?? target
            target = nil
        }
        reasons.append(reason)
        records.append(GuardrailRecord(guardrail: guardrail, reason: reason))
    }
}
