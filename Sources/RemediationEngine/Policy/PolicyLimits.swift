import Remediation

/// Limits as a policy file writes them, with human units: `memory: 64GiB`, `cpus: 32`, `time: 24h`, `disk: 1TiB`.
struct PolicyLimits: Decodable {
    let limits: ResourceLimits

    enum CodingKeys: String, CodingKey, CaseIterable {
        case memory, cpus, time, disk
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func parse<Value>(_ key: CodingKeys, _ kind: String, _ parser: (String) -> Value?) throws -> Value? {
            guard let text = try container.decodeIfPresent(String.self, forKey: key) else { return nil }
            guard let value = parser(text) else {
                throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "\"\(text)\" is not \(kind)")
            }
            return value
        }
        limits = ResourceLimits(
            memoryBytes: try parse(.memory, "a size such as 64GiB", HumanUnits.parseBytes),
            cpus: try container.decodeIfPresent(Double.self, forKey: .cpus, in: 0.001...1_000_000),
            timeLimitSeconds: try parse(.time, "a duration such as 24h", HumanUnits.parseSeconds),
            diskBytes: try parse(.disk, "a size such as 1TiB", HumanUnits.parseBytes)
        )
    }
}
