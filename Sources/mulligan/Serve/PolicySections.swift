import Remediation
internal import RemediationEngine
internal import Yams

/// The sections of a policy file that the program reads itself.
struct PolicySections: Sendable, Decodable {
    var schedulers = SchedulersSection()
    var authentication = AuthenticationSection()
    var outbound = OutboundSection()

    enum CodingKeys: CodingKey {
        case schedulers, authentication, outbound
    }

    /// Reads the sections from a policy's YAML; its other fields are checked elsewhere.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the field and its line.
    init(yaml: String) throws(RemediationError) {
        do {
            self = try YAMLDecoder().decode(PolicySections.self, from: yaml)
        } catch let error as DecodingError {
            throw RemediationError(error, in: yaml)
        } catch {
            throw RemediationError(.invalidInput, "the policy is not valid YAML", cause: error)
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        schedulers = try container.decodeIfPresent(SchedulersSection.self, forKey: .schedulers) ?? SchedulersSection()
        authentication = try container.decodeIfPresent(AuthenticationSection.self, forKey: .authentication) ?? AuthenticationSection()
        outbound = try container.decodeIfPresent(OutboundSection.self, forKey: .outbound) ?? OutboundSection()
    }
}
