internal import FoundationEssentials
internal import Remediation

/// The bounds on what a store takes, as the reference keeps them.
enum StorableValue {
    /// Refuses a value that cannot be written as JSON and read again.
    static func check<Value: Codable>(_ value: Value) throws(RemediationError) {
        do {
            _ = try JSONDecoder().decode(Value.self, from: JSONEncoder().encode(value))
        } catch let error as DecodingError {
            throw RemediationError(error)
        } catch EncodingError.invalidValue(_, let context) {
            let field = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw RemediationError(.invalidInput, context.debugDescription, field: field)
        } catch {
            throw RemediationError(.invalidInput, "cannot be stored", cause: error)
        }
    }

    /// Refuses names with a NUL character.
    static func check(names: [String: String]) throws(RemediationError) {
        for (field, name) in names where name.utf8.contains(0) {
            throw RemediationError(.invalidInput, "contains a NUL character", field: field)
        }
    }

    /// Refuses keys that are empty, longer than 512 bytes or have a NUL character.
    static func check(key: String?) throws(RemediationError) {
        guard let key else { return }
        guard !key.isEmpty, key.utf8.count <= 512, !key.utf8.contains(0) else {
            throw RemediationError(.invalidInput, "is not a key", field: "idempotencyKey")
        }
    }
}
