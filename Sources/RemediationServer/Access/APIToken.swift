internal import Crypto
internal import FoundationEssentials
package import Remediation

/// Makes and hashes the secrets of tokens and cookies.
package enum APIToken {
    /// Marks a text as a token of ours, for people and for programs that search for leaked secrets.
    package static let prefix = "mgn_"

    /// A new secret token: the prefix and 256 random bits in base64url, 47 characters.
    package static func make() -> String {
        var generator = SystemRandomNumberGenerator()
        return prefix + random(using: &generator)
    }

    /// 256 bits of `generator` in base64url, 43 characters.
    static func random(using generator: inout some RandomNumberGenerator) -> String {
        var bytes: [UInt8] = []
        for _ in 0..<4 { withUnsafeBytes(of: generator.next() as UInt64) { bytes.append(contentsOf: $0) } }
        return base64URL(bytes)
    }

    /// What is stored of `secret`.
    package static func hash(_ secret: String) -> SecretHash {
        SecretHash(bytes: SHA256.hash(data: Array(secret.utf8)))
    }

    /// `bytes` in base64url without padding (RFC 4648, section 5).
    static func base64URL(_ bytes: some Collection<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Whether `text` has the form of a token of ours.
    static func isToken(_ text: String) -> Bool {
        text.hasPrefix(prefix) && isSecret(text.dropFirst(prefix.count))
    }

    /// Whether `text` has the form of 256 bits in base64url.
    static func isSecret(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 43
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}
