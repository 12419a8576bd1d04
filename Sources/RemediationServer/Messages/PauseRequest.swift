internal import Remediation

/// What to pause, by whom, and why.
struct PauseRequest: Decodable {
    /// What to hold; everything where nothing is named.
    let scope: PauseScope
    /// Who pauses, and why.
    let decision: DecisionRequest

    enum CodingKeys: String, CodingKey, CaseIterable {
        case scope, actor, note
    }

    init() {
        scope = PauseScope()
        decision = DecisionRequest()
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        scope = try container.decodeIfPresent(PauseScope.self, forKey: .scope) ?? PauseScope()
        decision = DecisionRequest(
            actor: try container.decodeNameIfPresent(forKey: .actor, limit: 128),
            note: try container.decodeNameIfPresent(forKey: .note, limit: 4_096)
        )
    }
}
