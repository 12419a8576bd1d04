internal import FoundationEssentials
internal import Remediation

/// What was decided about a failure as the columns say it: the body as it was made, and beside it what may change.
struct DecisionRow: Sendable {
    var id: String
    var state: String
    var target: Data?
    var decidedBy: String?
    var note: String?
    var updatedAt: Int64
    /// The classification's own column: empty where `body` holds it.
    var classification: Data
    /// What was decided as it was made, perhaps packed.
    var body: Data

    /// The classification and the recommendation that the columns hold.
    func decision() throws(RemediationError) -> (classification: Classification, recommendation: Recommendation) {
        let body = try DecisionBody(self)
        var recommendation = try RowCoding.decode(Recommendation.self, from: body.recommendation, row: id)
        recommendation.state = try readState()
        recommendation.target = try readTarget()
        recommendation.decidedBy = decidedBy
        recommendation.note = note
        recommendation.updatedAt = Timestamp(milliseconds: updatedAt)
        return (try RowCoding.decode(Classification.self, from: body.classification, row: id), recommendation)
    }

    /// The configuration that the columns hold.
    func readTarget() throws(RemediationError) -> Resources? {
        if let target { try RowCoding.decode(Resources.self, from: target, row: id) } else { nil }
    }

    /// The state that the columns hold.
    func readState() throws(RemediationError) -> RecommendationState {
        guard let state = RecommendationState(rawValue: state) else {
            throw RemediationError(
                .corrupt,
                "the recommendation \(id) has the unknown state \"\(state)\"; start the Mulligan that wrote it"
            )
        }
        return state
    }
}
