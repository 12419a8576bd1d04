import Remediation

/// How to reach the schedulers: the `schedulers` section of a policy file.
struct SchedulersSection: Hashable, Sendable {
    /// A Slurm cluster.
    var slurm: SlurmSection?
    /// A receiver of signed webhooks.
    var webhook: WebhookSection?

    /// The section of a policy that has none.
    init() {}
}

extension SchedulersSection: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case slurm, webhook
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        slurm = try container.decodeIfPresent(SlurmSection.self, forKey: .slurm)
        webhook = try container.decodeIfPresent(WebhookSection.self, forKey: .webhook)
    }
}
