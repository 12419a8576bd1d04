internal import FoundationEssentials
internal import JSONText
internal import JWTKit
internal import Remediation

/// The public keys of an issuer (RFC 7517), by their identifiers.
struct KeySet: Sendable {
    private let keys: [String: JWK]

    /// The signatures that are taken: public keys only, so that nobody can sign with what is public, and never `none`.
    static let algorithms: [String: JWK.KeyType] = [
        "RS256": .rsa, "RS384": .rsa, "RS512": .rsa, "PS256": .rsa, "PS384": .rsa, "PS512": .rsa,
        "ES256": .ecdsa, "ES384": .ecdsa, "ES512": .ecdsa, "EdDSA": .octetKeyPair,
    ]

    /// Reads a key set; keys of other kinds and for other uses are passed over.
    ///
    /// - Throws: `RemediationError.unavailable` when `json` is no key set or holds no key that can be used.
    init(json: [UInt8]) throws(RemediationError) {
        guard let set = try? JSONDecoder().decode(JSONValue.self, from: Data(json)), let members = set["keys"]?.array else {
            throw RemediationError(.unavailable, "the identity provider's answer is no JSON Web Key Set; check the address of its keys")
        }
        var keys: [String: JWK] = [:]
        for member in members where member["use"]?.string != "enc" {
            guard let id = member["kid"]?.string, let data = try? JSONEncoder().encode(member),
                let key = try? JSONDecoder().decode(JWK.self, from: data), Self.isStrong(key)
            else { continue }
            keys[id] = key
        }
        guard !keys.isEmpty else {
            throw RemediationError(.unavailable, "the identity provider's key set holds no key for signatures that can be used here")
        }
        self.keys = keys
    }

    /// Whether the set has the key `id`.
    func contains(_ id: String) -> Bool { keys[id] != nil }

    /// The claims of `token` if the key `id` signed it by `algorithm`.
    ///
    /// A collection for this one key and algorithm: one that is kept would hold a key to the algorithm of the first token that came.
    func verify(_ token: String, key id: String, algorithm: String) async -> Claims? {
        guard var key = keys[id], key.keyType == Self.algorithms[algorithm], let named = JWK.Algorithm(rawValue: algorithm),
            key.algorithm == nil || key.algorithm == named
        else { return nil }
        key.algorithm = named
        key.privateExponent = nil
        let collection = JWTKeyCollection()
        guard (try? await collection.add(jwk: key)) != nil else { return nil }
        return try? await collection.verify(token, as: Claims.self)
    }

    /// RSA below 2048 bits is no signature.
    private static func isStrong(_ key: JWK) -> Bool {
        guard key.keyType == .rsa else { return true }
        return bits(ofModulus: key.modulus ?? "") >= 2_048
    }

    /// The length of a number in base64url, without the zeros in front that would make a short one look long.
    private static func bits(ofModulus text: String) -> Int {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/").filter { $0 != "=" }
        guard let bytes = Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4)) else { return 0 }
        let significant = bytes.drop { $0 == 0 }
        return significant.count * 8 - (significant.first?.leadingZeroBitCount ?? 0)
    }
}

/// The claims of a token, of any names.
struct Claims: JWTPayload {
    let value: JSONValue

    init(from decoder: any Decoder) throws { value = try JSONValue(from: decoder) }

    func encode(to encoder: any Encoder) throws { try value.encode(to: encoder) }

    /// The signature is all that the library checks; the claims are checked against an injected clock.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    /// The value at `path`, whose dots go into objects; a claim whose own name has the dots comes first.
    func value(at path: String) -> JSONValue? {
        value[path] ?? path.split(separator: ".").reduce(value as JSONValue?) { $0?[String($1)] }
    }

    /// The texts of a claim that holds one or an array of them.
    func texts(at path: String) -> [String] {
        guard let value = value(at: path) else { return [] }
        return value.string.map { [$0] } ?? value.array?.compactMap(\.string) ?? []
    }
}
