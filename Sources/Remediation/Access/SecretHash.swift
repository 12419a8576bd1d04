/// The SHA-256 of a secret: what is stored in its place.
///
/// A plain hash is enough because the secrets have 256 random bits: there is nothing to guess from a dictionary.
package struct SecretHash: Hashable, Sendable {
    /// 64 lower-case hexadecimal digits.
    package let hex: String

    /// A hash from its 32 bytes.
    package init(bytes: some Sequence<UInt8>) {
        let digits = Array("0123456789abcdef".utf8)
        hex = String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
