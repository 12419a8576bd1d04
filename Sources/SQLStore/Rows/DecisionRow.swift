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
    var classification: Data
    /// The recommendation as it was made, perhaps packed.
    var body: Data

    /// The classification that the columns hold.
    func readClassification() throws(RemediationError) -> Classification {
        try RowCoding.decode(Classification.self, from: classification, row: id)
    }

    /// The recommendation that the columns hold.
    func recommendation() throws(RemediationError) -> Recommendation {
        var recommendation = try RowCoding.decode(Recommendation.self, from: try PackedText.unpack(body, row: id), row: id)
        recommendation.state = try readState()
        recommendation.target = try readTarget()
        recommendation.decidedBy = decidedBy
        recommendation.note = note
        recommendation.updatedAt = Timestamp(milliseconds: updatedAt)
        return recommendation
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
