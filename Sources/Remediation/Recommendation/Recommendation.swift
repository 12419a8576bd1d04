package import JSONText

/// What to do about a failure, with everything that led there.
package struct Recommendation: Hashable, Sendable, Decodable, MemberEncodable {
    /// What to do.
    package enum Action: String, Codable, Sendable, CaseIterable {
        /// Try again with `target`, after `backoffSeconds`.
        case retry
        /// Do not try again.
        case stop
        /// A person must decide: the evidence does not say.
        case review
    }

    /// The recommendation's identifier.
    package var id: String
    /// The failure that it answers.
    package var failureId: String
    /// What to do.
    package var action: Action
    /// The configuration of the next attempt, of a retry and of a review that only asks whether to make it.
    package var target: Resources?
    /// What the forecast asked for before guardrails lowered it.
    package var uncappedTarget: Resources?
    /// How long to wait before the retry, in seconds.
    package var backoffSeconds: Double
    /// The attempts to make in turn; its first rung is the target.
    package var ladder: [LadderRung]
    /// The exact Pareto front over the probability of failure and expected cost, cheapest first.
    package var front: [LadderRung]
    /// What moved the score of the target.
    package var contributions: [Contribution]
    /// Why, one sentence each.
    package var reasons: [String]
    /// The guardrails that fired.
    package var guardrails: [GuardrailRecord]
    /// What Mulligan may do with it.
    package var mode: RemediationMode
    /// How far it has come.
    package var state: RecommendationState
    /// When it was made.
    package var createdAt: Timestamp
    /// When its state last changed.
    package var updatedAt: Timestamp
    /// Who decided last: an operator's name, or `policy`.
    package var decidedBy: String?
    /// The last note on it: an operator's reason, or why applying failed.
    package var note: String?

    /// A recommendation.
    package init(
        id: String,
        failureId: String,
        action: Action,
        target: Resources? = nil,
        uncappedTarget: Resources? = nil,
        backoffSeconds: Double = 0,
        ladder: [LadderRung] = [],
        front: [LadderRung] = [],
        contributions: [Contribution] = [],
        reasons: [String] = [],
        guardrails: [GuardrailRecord] = [],
        mode: RemediationMode,
        state: RecommendationState,
        createdAt: Timestamp,
        updatedAt: Timestamp? = nil,
        decidedBy: String? = nil,
        note: String? = nil
    ) {
        self.id = id
        self.failureId = failureId
        self.action = action
        self.target = target
        self.uncappedTarget = uncappedTarget
        self.backoffSeconds = backoffSeconds
        self.ladder = ladder
        self.front = front
        self.contributions = contributions
        self.reasons = reasons
        self.guardrails = guardrails
        self.mode = mode
        self.state = state
        self.createdAt = createdAt
        self.updatedAt = updatedAt ?? createdAt
        self.decidedBy = decidedBy
        self.note = note
    }

    package func write(to members: inout MemberWriter) throws {
        try members.add("action", action.rawValue)
        try members.add("backoffSeconds", backoffSeconds)
        try members.add("contributions", encoding: contributions)
        try members.add("createdAt", createdAt.formatted)
        try members.add("decidedBy", decidedBy)
        try members.add("failureId", failureId)
        try members.add("front", encoding: front)
        try members.add("guardrails", encoding: guardrails)
        try members.add("id", id)
        try members.add("ladder", encoding: ladder)
        try members.add("mode", mode.rawValue)
        try members.add("note", note)
        try members.add("reasons", encoding: reasons)
        try members.add("state", state.rawValue)
        try members.add("target", encoding: target)
        try members.add("uncappedTarget", encoding: uncappedTarget)
        try members.add("updatedAt", updatedAt.formatted)
    }
}
