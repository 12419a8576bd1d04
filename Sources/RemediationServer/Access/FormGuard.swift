internal import Crypto
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import Remediation

/// Ties every form to the browser that it was shown in, so that no other site can post it (CSRF).
///
/// A form holds the HMAC of a cookie's secret: another site can make a browser send the cookie, but cannot read it, and so cannot
/// know the HMAC. No state is kept: any process of the service can check any form, after a restart too.
struct FormGuard: Sendable {
    /// The cookies' names and flags.
    let cookies: AccessCookies

    /// The secret that forms of `request`'s browser are tied to: the session's, or that of a cookie made for forms alone.
    func secret(of request: Request) -> String? {
        [cookies.session, cookies.form].lazy.compactMap { Cookies.value($0, in: request) }.first { APIToken.isSecret($0) }
    }

    /// What a form holds where the cookie holds `secret`.
    static func token(for secret: String) -> String {
        APIToken.base64URL(Array(HMAC<SHA256>.authenticationCode(for: Data("form".utf8), using: key(secret))))
    }

    /// Checks that a form was shown in the browser that posts it.
    ///
    /// - Throws: `RemediationError.forbidden` that says to load the page again.
    func check(_ given: String?, of request: Request) throws(RemediationError) {
        guard let given, let secret = secret(of: request), Self.isEqual(given, Self.token(for: secret)) else {
            throw RemediationError(
                .forbidden,
                "the form was not posted from its page, or the page is older than your sign-in; load the page again and repeat"
            )
        }
    }

    private static func key(_ secret: String) -> SymmetricKey { SymmetricKey(data: Data(secret.utf8)) }

    /// Compares in a time that does not tell where the texts differ.
    static func isEqual(_ given: String, _ expected: String) -> Bool {
        isEqual(Array(given.utf8), Array(expected.utf8))
    }

    /// Compares in a time that does not tell where the bytes differ.
    static func isEqual(_ given: [UInt8], _ expected: [UInt8]) -> Bool {
        guard given.count == expected.count else { return false }
        return zip(given, expected).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}

/// The cookies of sign-in: their names and flags.
struct AccessCookies: Hashable, Sendable {
    /// Whether browsers reach the service over TLS; cookies are then sent over nothing else.
    let isSecure: Bool

    /// The name of the session's cookie. `__Host-` keeps other hosts of the domain from setting it.
    var session: String { isSecure ? "__Host-mulligan_session" : "mulligan_session" }
    /// The name of the cookie that forms are tied to before sign-in.
    var form: String { isSecure ? "__Host-mulligan_form" : "mulligan_form" }

    /// The `Set-Cookie` of `value` for `seconds`, or until the browser closes.
    func header(_ name: String, _ value: String, seconds: Int?) -> String {
        "\(name)=\(value); Path=/; \(seconds.map { "Max-Age=\($0); " } ?? "")HttpOnly; SameSite=Strict\(isSecure ? "; Secure" : "")"
    }
}
