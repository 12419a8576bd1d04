/// A step of a recommendation, taken by somebody for a reason.
package struct RecommendationChange: Hashable, Sendable {
    /// The recommendation.
    package var id: String
    /// The state to move to.
    package var state: RecommendationState
    /// The configuration that an operator chose instead of the recommended one.
    package var target: Resources?
    /// Who decided.
    package var actor: String
    /// Why, if they said.
    package var note: String?
    /// What to send, of an approval.
    package var delivery: Delivery?
    /// When.
    package var at: Timestamp

    /// A step.
    package init(
        id: String,
        to state: RecommendationState,
        target: Resources? = nil,
        actor: String,
        note: String? = nil,
        delivery: Delivery? = nil,
        at: Timestamp
    ) {
        self.id = id
        self.state = state
        self.target = target
        self.actor = actor
        self.note = note
        self.delivery = delivery
        self.at = at
    }
}
