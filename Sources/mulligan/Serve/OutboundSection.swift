import Remediation
internal import SchedulerClients

/// Where the service may send requests to: the `outbound` section of a policy file.
struct OutboundSection: Sendable, Decodable {
    /// Hosts, `*.example.com` for those below a domain; nil for those that the policy's addresses name.
    var allowedHosts: [String]?
    /// Whether addresses of private networks and of this machine may be reached.
    var allowsPrivateAddresses = true

    enum CodingKeys: String, CodingKey, CaseIterable {
        case allowedHosts = "allowed-hosts", privateAddresses = "private-addresses"
    }

    /// The section of a policy that has none.
    init() {}

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        allowedHosts = try container.decodeIfPresent([String].self, forKey: .allowedHosts)
        if let word = try container.decodeNameIfPresent(forKey: .privateAddresses) {
            guard word == "allow" || word == "deny" else {
                throw DecodingError.dataCorruptedError(forKey: .privateAddresses, in: container, debugDescription: "must be allow or deny")
            }
            allowsPrivateAddresses = word == "allow"
        }
    }

    /// The rule for the transport, which must let `addresses` (by the policy's field) through.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the field whose host is not allowed.
    func policy(for addresses: [(field: String, url: String)]) throws(RemediationError) -> OutboundPolicy {
        var hosts: [String] = []
        for (field, url) in addresses {
            guard let host = OutboundPolicy.host(of: url) else {
                throw RemediationError(.invalidInput, "is not an address; write http://HOST[:PORT]/PATH or https://...", field: field)
            }
            hosts.append(host)
        }
        guard let allowedHosts else { return OutboundPolicy(allowedHosts: hosts, allowsPrivateAddresses: allowsPrivateAddresses) }
        let policy = OutboundPolicy(allowedHosts: allowedHosts, allowsPrivateAddresses: allowsPrivateAddresses)
        for (address, host) in zip(addresses, hosts) where !policy.admits(host: host) {
            throw RemediationError(.invalidInput, "\(host) is not among outbound.allowed-hosts; add it there", field: address.field)
        }
        return policy
    }
}
