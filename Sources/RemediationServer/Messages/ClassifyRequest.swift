internal import JSONText
internal import Remediation

/// A question to the classifier: the fields of a line of `mulligan classify`.
struct ClassifyRequest: Decodable {
    /// The caller's own identifier, given back in the answer.
    let id: String?
    /// The log and what the scheduler says beside it.
    let evidence: FailureEvidence

    enum CodingKeys: String, CodingKey, CaseIterable {
        case id, log, engine, exitCode, signal, schedulerState, podStatus
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decodeNameIfPresent(forKey: .id)
        evidence = FailureEvidence(
            log: try container.decode(String.self, forKey: .log),
            engine: try container.decodeNameIfPresent(forKey: .engine, limit: 64),
            exitCode: try container.decodeIfPresent(Int.self, forKey: .exitCode, in: -65_536...65_536),
            signal: try container.decodeIfPresent(Signal.self, forKey: .signal),
            schedulerState: try container.decodeNameIfPresent(forKey: .schedulerState),
            podStatus: try container.decodeIfPresent(JSONValue.self, forKey: .podStatus)
        )
    }
}

/// The classifier's answer, with the caller's identifier beside its fields.
struct ClassifyAnswer: Encodable {
    let id: String?
    let classification: Classification

    enum CodingKeys: String, CodingKey {
        case id
    }

    func encode(to encoder: any Encoder) throws {
        try classification.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(id, forKey: .id)
    }
}
