internal import FoundationEssentials
internal import JWTKit
package import Remediation

/// Takes the tokens of an OIDC issuer (JWT, RFC 7519) by its published keys.
package actor IdentityProvider {
    /// Reads the issuer's key set: a file, or what an address answers.
    package typealias KeySource = @Sendable () async throws(RemediationError) -> [UInt8]

    /// Unknown keys make the set be fetched again, but not more often than this, in seconds: anybody can invent a key's name.
    static let refetchSeconds = 30.0
    /// How long the last good keys serve while new ones cannot be fetched, in seconds beyond their time.
    static let graceSeconds = 3_600.0

    private let options: IdentityProviderOptions
    private let source: KeySource
    private let clock: any WallClock
    private var keys: KeySet?
    private var fetchedAt: Timestamp?
    private var triedAt: Timestamp?
    private var fetching: Task<KeySet, any Error>?

    /// A provider whose keys come from `source`.
    package init(_ options: IdentityProviderOptions, clock: any WallClock, keys source: @escaping KeySource) {
        self.options = options
        self.source = source
        self.clock = clock
    }

    /// Who bears `token`.
    ///
    /// - Throws: `RemediationError`: `unauthorized` for a token that is not the issuer's, is expired or meant for others; `forbidden`
    ///   when it gives no role here; `unavailable` when the keys cannot be had.
    func identify(_ token: String) async throws(RemediationError) -> Caller {
        guard let header = try? DefaultJWTParser().parse(Array(token.utf8), as: Claims.self).header, let algorithm = header.alg,
            KeySet.algorithms[algorithm] != nil, let key = header.kid, header.crit == nil
        else {
            throw RemediationError(
                .unauthorized,
                "the token is no JWT that is taken here; it must be signed by a named key with RS, PS, ES or EdDSA"
            )
        }
        guard let claims = try await keys(holding: key).verify(token, key: key, algorithm: algorithm) else {
            throw RemediationError(.unauthorized, "the token's signature is not of the identity provider's keys; sign in there again")
        }
        return try caller(claims)
    }

    private func caller(_ claims: Claims) throws(RemediationError) -> Caller {
        let now = clock.now().seconds
        guard claims.value["iss"]?.string == options.issuer else {
            throw RemediationError(.unauthorized, "the token is of another issuer; sign in at \(options.issuer)")
        }
        guard claims.texts(at: "aud").contains(options.audience) else {
            throw RemediationError(.unauthorized, "the token is meant for others; ask for one of the audience \(options.audience)")
        }
        guard let expiry = claims.value["exp"]?.number, expiry.isFinite, expiry + options.leewaySeconds > now else {
            throw RemediationError(.unauthorized, "the token has expired; sign in at the identity provider again")
        }
        for name in ["nbf", "iat"] {
            if let start = claims.value[name]?.number, start - options.leewaySeconds > now {
                throw RemediationError(.unauthorized, "the token is not valid yet; check the clocks")
            }
        }
        let names = (claims.texts(at: options.nameClaim) + claims.texts(at: "sub")).filter { !$0.isEmpty }
        guard let name = names.first, name.unicodeScalars.count <= 128,
            !name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            throw RemediationError(
                .unauthorized,
                "the token names nobody; it needs a \(options.nameClaim) or sub of at most 128 characters"
            )
        }
        let roles = claims.texts(at: options.roleClaim).compactMap { options.roles[$0] }
        guard let role = roles.first(where: { role in roles.allSatisfy { role.includes($0) } }) ?? roles.first else {
            throw RemediationError(
                .forbidden,
                "\"\(name)\" has no role here: the claim \(options.roleClaim) holds none of \(options.roles.keys.sorted().joined(separator: ", ")); ask an administrator"
            )
        }
        return Caller(
            // Told from a token of the same name.
            name: "oidc:\(name)",
            role: role,
            proof: .credential,
            key: "oidc \(name)",
            expiresAt: Timestamp(milliseconds: Int64(min(expiry, 1e11) * 1_000))
        )
    }

    // MARK: Keys

    private func keys(holding id: String) async throws(RemediationError) -> KeySet {
        let now = clock.now()
        let age = fetchedAt.map { now.seconds - $0.seconds } ?? .infinity
        let sinceTry = triedAt.map { now.seconds - $0.seconds } ?? .infinity
        if let keys, age < options.keySeconds, keys.contains(id) || sinceTry < Self.refetchSeconds { return keys }
        if let keys, sinceTry < Self.refetchSeconds, age < options.keySeconds + Self.graceSeconds { return keys }
        do {
            return try await fetch(now)
        } catch {
            if let keys, age < options.keySeconds + Self.graceSeconds { return keys }
            throw error
        }
    }

    /// Fetches the keys once for all who wait for them.
    private func fetch(_ now: Timestamp) async throws(RemediationError) -> KeySet {
        let task =
            fetching
            ?? Task { [source] in
                try KeySet(json: try await source())
            }
        fetching = task
        triedAt = now
        let result = await task.result
        fetching = nil
        switch result {
        case .success(let keys):
            self.keys = keys
            fetchedAt = now
            return keys
        case .failure(let error as RemediationError):
            throw error
        case .failure(let error):
            throw RemediationError(.unavailable, "the identity provider's keys cannot be had; see the cause", cause: error)
        }
    }
}
