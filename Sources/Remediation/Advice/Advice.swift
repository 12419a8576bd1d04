/// The answer to an `AdviceRequest`: the configurations to try in turn, or why none is worth trying.
package struct Advice: Hashable, Sendable, Codable {
    /// What to do.
    package enum Action: String, Codable, Sendable, CaseIterable {
        /// Run with the ladder's first rung.
        case retry
        /// No configuration within the limits is worth another attempt.
        case stop
    }

    /// The request's identifier.
    package var id: String?
    /// What to do.
    package var action: Action
    /// The attempts to make in turn; empty of a stop.
    package var ladder: [LadderRung]
    /// Why, in a sentence.
    package var reason: String
    /// The exact Pareto front over the probability of failure and expected cost, cheapest first.
    package var front: [LadderRung]
    /// What the forecast wanted before the limits of queue or node lowered it.
    package var uncapped: Resources?
    /// What moved the score of the first rung.
    package var contributions: [Contribution]
    /// Whether the probabilities are a declared prior rather than learnt from outcomes.
    package var isPrior: Bool

    /// An answer.
    package init(
        id: String? = nil,
        action: Action,
        ladder: [LadderRung],
        reason: String,
        front: [LadderRung] = [],
        uncapped: Resources? = nil,
        contributions: [Contribution] = [],
        isPrior: Bool = false
    ) {
        self.id = id
        self.action = action
        self.ladder = ladder
        self.reason = reason
        self.front = front
        self.uncapped = uncapped
        self.contributions = contributions
        self.isPrior = isPrior
    }
}
