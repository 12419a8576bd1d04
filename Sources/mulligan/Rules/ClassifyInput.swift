internal import Remediation

/// One line of input of `classify`; fields that it does not name, such as labels, are ignored.
struct ClassifyInput: Decodable {
    var id: JSONValue
    var evidence: FailureEvidence

    enum CodingKeys: String, CodingKey {
        case id, log, exitCode, signal, engine, schedulerState, podStatus
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decodeIfPresent(JSONValue.self, forKey: .id) ?? .null
        evidence = FailureEvidence(
            log: try container.decode(String.self, forKey: .log),
            engine: try container.decodeIfPresent(String.self, forKey: .engine),
            exitCode: try container.decodeIfPresent(Int.self, forKey: .exitCode),
            signal: try Self.signal(in: container),
            schedulerState: try container.decodeIfPresent(String.self, forKey: .schedulerState),
            podStatus: try container.decodeIfPresent(JSONValue.self, forKey: .podStatus)
        )
    }

    /// Some schedulers write 0 for "no signal".
    private static func signal(in container: KeyedDecodingContainer<CodingKeys>) throws -> Signal? {
        if let number = try? container.decodeIfPresent(Int.self, forKey: .signal), number == 0 { return nil }
        return try container.decodeIfPresent(Signal.self, forKey: .signal)
    }
}
