internal import Crypto
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Remediation

/// Checks signed hooks: the same signature that our own webhooks bear (docs/integrations.md).
///
/// `X-Mulligan-Signature: v1=` and the hexadecimal HMAC-SHA256 of timestamp, `.` and body, under a secret that both sides share.
struct HookSignature: Sendable {
    static let timestamp = HTTPField.Name("X-Mulligan-Timestamp") ?? .date
    static let signature = HTTPField.Name("X-Mulligan-Signature") ?? .eTag

    /// How far a timestamp may lie from our clock, in seconds.
    static let toleranceSeconds = 300.0

    private let key: SymmetricKey
    private let store: any AccessStore
    private let clock: any WallClock

    /// A check under `secret`, which remembers what it has taken in `store`.
    init(secret: [UInt8], store: any AccessStore, clock: any WallClock) {
        key = SymmetricKey(data: secret)
        self.store = store
        self.clock = clock
    }

    /// The timestamp of a request and the signature that it bears, before its body is read.
    ///
    /// - Throws: `RemediationError.unauthorized` for an old timestamp, or for what cannot be a signature.
    func claimed(by request: Request) throws(RemediationError) -> (timestamp: String, signature: Data) {
        let now = clock.now()
        guard let text = request.headers[Self.timestamp], let seconds = Int64(text), abs(seconds) < 1 << 40,
            abs(Double(seconds) - now.seconds) <= Self.toleranceSeconds
        else {
            throw RemediationError(
                .unauthorized,
                "the timestamp must be the present time in whole seconds since 1970, to within \(Int(Self.toleranceSeconds)) s; check both clocks",
                field: "X-Mulligan-Timestamp"
            )
        }
        guard let given = request.headers[Self.signature].flatMap(Self.bytes) else { throw Self.wrong }
        return (text, given)
    }

    /// Takes a signed body, once.
    ///
    /// - Parameter claimed: What `claimed(by:)` read of the request.
    /// - Returns: The mark, to be released when the request fails, so that it may come again.
    /// - Throws: `RemediationError.unauthorized` for a wrong signature, `conflict` for a repetition.
    func claim(_ claimed: (timestamp: String, signature: Data), body: ByteBuffer) async throws(RemediationError) -> SecretHash {
        let now = clock.now()
        var code = HMAC<SHA256>(key: key)
        code.update(data: Data("\(claimed.timestamp).".utf8))
        body.withUnsafeReadableBytes { code.update(data: $0) }
        guard FormGuard.isEqual(Array(code.finalize()), Array(claimed.signature)) else { throw Self.wrong }
        let mark = SecretHash(bytes: SHA256.hash(data: claimed.signature))
        // A mark outlasts every moment at which its timestamp could still be taken.
        let end = now.adding(seconds: 2 * Self.toleranceSeconds + 1)
        guard try await store.claimSignature(mark, now: now, expiresAt: end) else {
            throw RemediationError(
                .conflict,
                "this signed request was taken already; sign every request anew",
                field: "X-Mulligan-Signature"
            )
        }
        return mark
    }

    private static let wrong = RemediationError(
        .unauthorized,
        "is not the signature of this timestamp and body; check that both sides have the same secret",
        field: "X-Mulligan-Signature"
    )

    /// Lets a request that failed come again.
    func release(_ mark: SecretHash) async {
        // If the store fails, the mark stays: a scheduler that signs anew is not hindered by it.
        try? await store.releaseSignature(mark)
    }

    /// The 32 bytes of `v1=` and 64 hexadecimal digits.
    private static func bytes(_ text: String) -> Data? {
        guard text.hasPrefix("v1="), text.utf8.count == 67 else { return nil }
        var data = Data()
        var digits = text.utf8.dropFirst(3).makeIterator()
        while let high = digits.next(), let low = digits.next() {
            guard let high = nibble(high), let low = nibble(low) else { return nil }
            data.append(high << 4 | low)
        }
        return data
    }

    private static func nibble(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
