internal import Crypto

/// The signature of a webhook: `v1=` and the hexadecimal HMAC-SHA256 of `timestamp + "." + body`.
///
/// The timestamp is signed too, so that a receiver can refuse old requests that someone recorded.
package enum WebhookSignature {
    /// The signature of `body` sent at `timestamp` (whole seconds since the Unix epoch, in decimal).
    package static func sign(_ body: [UInt8], timestamp: String, secret: Secret) -> String {
        "v1="
            + code(body, timestamp, secret).map { byte in
                let digits = Array("0123456789abcdef")
                return "\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }.joined()
    }

    /// Whether `signature` is that of `body`; takes the same time wherever they differ.
    package static func isValid(_ signature: String, body: [UInt8], timestamp: String, secret: Secret) -> Bool {
        let expected = Array(sign(body, timestamp: timestamp, secret: secret).utf8)
        let given = Array(signature.utf8)
        guard expected.count == given.count else { return false }
        return zip(expected, given).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    private static func code(_ body: [UInt8], _ timestamp: String, _ secret: Secret) -> HMAC<SHA256>.MAC {
        var hmac = HMAC<SHA256>(key: SymmetricKey(data: secret.bytes))
        hmac.update(data: Array(timestamp.utf8))
        hmac.update(data: [UInt8(ascii: ".")])
        hmac.update(data: body)
        return hmac.finalize()
    }
}
