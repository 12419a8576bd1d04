internal import Remediation

/// Who decides, and why.
struct DecisionRequest: Decodable {
    /// The operator's name, for a service that knows no other; beside a known one, for whom they decide.
    var actor: String?
    /// The reason.
    var note: String?

    enum CodingKeys: String, CodingKey, CaseIterable {
        case actor, note
    }

    init(actor: String? = nil, note: String? = nil) {
        self.actor = actor
        self.note = note
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        actor = try container.decodeNameIfPresent(forKey: .actor, limit: 128)
        note = try container.decodeNameIfPresent(forKey: .note, limit: 4_096)
    }
}

/// Another configuration than the recommended one, by whom, and why.
struct OverrideRequest: Decodable {
    /// The configuration to apply.
    let target: Resources
    /// Who decides, and why.
    let decision: DecisionRequest

    enum CodingKeys: String, CodingKey, CaseIterable {
        case target, actor, note
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        target = try container.decode(Resources.self, forKey: .target)
        decision = DecisionRequest(
            actor: try container.decodeNameIfPresent(forKey: .actor, limit: 128),
            note: try container.decodeNameIfPresent(forKey: .note, limit: 4_096)
        )
    }
}
