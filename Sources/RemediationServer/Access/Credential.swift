internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import Remediation

/// What a request brings to show who sends it.
enum Credential: Hashable, Sendable {
    /// An API token or a token of an identity provider, from `Authorization`.
    case token(String)
    /// The secret of a session's cookie.
    case session(String)

    /// The longest token that is looked at, in bytes.
    static let largestBytes = 8_192

    /// The credential of `request`; nil when it brings none.
    ///
    /// `Authorization: Bearer TOKEN`, or `Basic` with the token as password: what Slurm's plugins make of `http://any:TOKEN@host/`.
    ///
    /// - Throws: `RemediationError.unauthorized` for another scheme or an unreadable header.
    init?(_ request: Request, cookie: String) throws(RemediationError) {
        let values = request.headers[values: .authorization]
        guard let value = values.first else {
            guard let secret = Cookies.value(cookie, in: request), APIToken.isSecret(secret) else { return nil }
            self = .session(secret)
            return
        }
        let parts = value.split(separator: " ", maxSplits: 1)
        guard values.count == 1, parts.count == 2, value.utf8.count <= Self.largestBytes else { throw Self.unreadable }
        switch parts[0].lowercased() {
        case "bearer": self = .token(String(parts[1]).trimmingBlanks)
        case "basic":
            guard let data = Data(base64Encoded: String(parts[1]).trimmingBlanks),
                let text = String(bytes: data, encoding: .utf8),
                let colon = text.firstIndex(of: ":")
            else { throw Self.unreadable }
            self = .token(String(text[text.index(after: colon)...]))
        default: throw Self.unreadable
        }
    }

    private static let unreadable = RemediationError(
        .unauthorized,
        "the Authorization header cannot be read; send `Authorization: Bearer` and a token"
    )
}
