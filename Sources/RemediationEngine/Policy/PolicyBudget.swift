import Remediation

/// The retry budget as a policy file writes it: `{burst: 1000, per-minute: 600}`.
struct PolicyBudget: Decodable {
    let budget: RetryBudget

    enum CodingKeys: String, CodingKey, CaseIterable {
        case burst, perMinute = "per-minute"
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let standard = RetryBudget()
        budget = RetryBudget(
            burst: try container.decodeIfPresent(Double.self, forKey: .burst, in: 1...1_000_000) ?? standard.burst,
            perMinute: try container.decodeIfPresent(Double.self, forKey: .perMinute, in: 0...1_000_000) ?? standard.perMinute
        )
    }
}
