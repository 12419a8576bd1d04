import Remediation
internal import Yams

/// How to reach the schedulers: the `schedulers` section of a policy file.
struct SchedulersSection: Hashable, Sendable {
    /// A Slurm cluster.
    var slurm: SlurmSection?
    /// A receiver of signed webhooks.
    var webhook: WebhookSection?

    /// Reads the section from a policy's YAML; the policy's other fields are checked elsewhere.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the field.
    init(yaml: String) throws(RemediationError) {
        do {
            let file = try YAMLDecoder().decode(File.self, from: yaml)
            self = file.schedulers ?? SchedulersSection()
        } catch let error as DecodingError {
            throw RemediationError(error)
        } catch {
            throw RemediationError(.invalidInput, "the policy is not valid YAML", cause: error)
        }
    }

    private init() {}

    private struct File: Decodable {
        var schedulers: SchedulersSection?
    }
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
