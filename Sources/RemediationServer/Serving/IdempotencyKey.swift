internal import HTTPTypes
internal import Hummingbird
internal import Remediation

extension HTTPField.Name {
    static let idempotencyKey = HTTPField.Name("Idempotency-Key") ?? .ifMatch
    static let idempotencyReplayed = HTTPField.Name("Idempotency-Replayed") ?? .eTag
    static let requestID = HTTPField.Name("X-Request-Id") ?? .eTag
}

extension Request {
    /// The `Idempotency-Key` of the request; nil when absent.
    ///
    /// - Throws: `RemediationError.invalidInput` unless it has 1 to 255 visible ASCII characters.
    func idempotencyKey() throws(RemediationError) -> String? {
        let values = headers[values: .idempotencyKey]
        guard let key = values.first else { return nil }
        guard values.count == 1, (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw RemediationError(.invalidInput, "must be given once, with 1 to 255 visible ASCII characters", field: "Idempotency-Key")
        }
        return key
    }
}
