import Remediation
internal import RemediationServer
internal import Yams

/// How callers are known: the `authentication` section of a policy file.
struct AuthenticationSection: Sendable {
    /// An identity provider whose tokens are taken beside our own.
    var provider: ProviderSection?
    /// How many requests a second each caller may send in the long run; 0 for no limit.
    var requestsPerSecond: Double?
    /// How many requests each caller may send at once.
    var burst: Double?
    /// How long a sign-in lasts, in seconds.
    var sessionSeconds: Double?

    /// What the section sets, by its names in the file.
    var names: [String] {
        let given = [
            (CodingKeys.provider, provider != nil), (.requestsPerSecond, requestsPerSecond != nil), (.burst, burst != nil),
            (.session, sessionSeconds != nil),
        ]
        return given.filter(\.1).map { "authentication.\($0.0.rawValue)" }
    }
}

extension AuthenticationSection: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case provider = "oidc", requestsPerSecond = "requests-per-second", burst, session
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        provider = try container.decodeIfPresent(ProviderSection.self, forKey: .provider)
        requestsPerSecond = try container.decodeIfPresent(Double.self, forKey: .requestsPerSecond, in: 0...1e6)
        burst = try container.decodeIfPresent(Double.self, forKey: .burst, in: 1...1e6)
        sessionSeconds = try container.decodeNameIfPresent(forKey: .session).map { text in
            guard let seconds = HumanUnits.parseSeconds(text), (60...2_592_000).contains(seconds) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .session,
                    in: container,
                    debugDescription: "\"\(text)\" is not a time from a minute to 30 days; write 12h"
                )
            }
            return seconds
        }
    }
}

/// An OIDC issuer: the `oidc` part of the section.
struct ProviderSection: Sendable, Decodable {
    /// What tokens must hold, and what they mean.
    var options: IdentityProviderOptions
    /// Where the issuer's public keys are: an `https` address, or a file.
    var keys: String

    enum CodingKeys: String, CodingKey, CaseIterable {
        case issuer, audience, keys, roles, roleClaim = "role-claim", nameClaim = "name-claim"
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        keys = try container.decodeName(forKey: .keys, limit: 4_096)
        let names = try container.decode([String: String].self, forKey: .roles)
        var roles: [String: Role] = [:]
        for (value, name) in names {
            guard let role = Role(rawValue: name) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .roles,
                    in: container,
                    debugDescription: "\"\(name)\" is not a role; use \(Role.allCases.map(\.rawValue).joined(separator: ", "))"
                )
            }
            roles[value] = role
        }
        guard !roles.isEmpty else {
            throw DecodingError.dataCorruptedError(
                forKey: .roles,
                in: container,
                debugDescription: "is empty: nobody could do anything; write roles: {sre: operator}"
            )
        }
        options = IdentityProviderOptions(
            issuer: try container.decodeName(forKey: .issuer, limit: 4_096),
            audience: try container.decodeName(forKey: .audience),
            roleClaim: try container.decodeNameIfPresent(forKey: .roleClaim) ?? "roles",
            nameClaim: try container.decodeNameIfPresent(forKey: .nameClaim) ?? "preferred_username",
            roles: roles
        )
    }
}
