import Remediation

/// Where signed webhooks go; the secret comes from `MULLIGAN_WEBHOOK_SECRET`.
struct WebhookSection: Hashable, Sendable, Decodable {
    /// The receiver's address.
    var url: String

    enum CodingKeys: String, CodingKey, CaseIterable {
        case url
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        url = try decoder.container(keyedBy: CodingKeys.self).decodeName(forKey: .url, limit: 4_096)
    }
}
