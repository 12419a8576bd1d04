internal import FoundationEssentials
internal import JSONText
internal import Remediation

/// Turns values into the JSON of a column and back.
enum RowCoding {
    private static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        if let key = CodingUserInfoKey.readsOwnWriting { decoder.userInfo[key] = true }
        return decoder
    }()

    /// The JSON of `value`.
    ///
    /// - Throws: `invalidInput` when `value` holds a number that JSON does not have.
    static func encode(_ value: some Encodable) throws(RemediationError) -> Data {
        Data(try fragment(value).bytes)
    }

    /// The JSON of `value`, to be put into other JSON too.
    ///
    /// - Throws: `invalidInput` when `value` holds a number that JSON does not have.
    static func fragment(_ value: some Encodable) throws(RemediationError) -> JSONFragment {
        do {
            // Sorted keys: the same value is always the same text.
            return try JSONFragment(value)
        } catch EncodingError.invalidValue(_, let context) {
            throw RemediationError(
                .invalidInput,
                "cannot be stored: \(context.debugDescription); only finite numbers can be stored",
                field: context.codingPath.map(\.stringValue).joined(separator: ".")
            )
        } catch {
            throw RemediationError(.invalidInput, "the value cannot be written as JSON", cause: error)
        }
    }

    /// The JSON of `value`, after making sure that it can be read again: a row that cannot would break every listing it is in. What is
    /// plainly within its bounds is not read to see.
    ///
    /// - Throws: `invalidInput` that names the field which is out of bounds.
    static func encodeChecked<Value: Codable>(_ value: Value) throws(RemediationError) -> Data {
        let json = try encode(value)
        if let value = value as? any Bounded, value.isWithinBounds { return json }
        do {
            _ = try decoder.decode(Value.self, from: json)
        } catch let error as DecodingError {
            throw RemediationError(error)
        } catch {
            throw RemediationError(.invalidInput, "the value cannot be read again", cause: error)
        }
        return json
    }

    /// What tells pauses apart: the scope, and the incident if there is one.
    static func pauseKey(_ pause: Pause) throws(RemediationError) -> String {
        String(decoding: try encode(pause.scope), as: UTF8.self) + " " + (pause.incidentId ?? "")
    }

    /// The value in a column's JSON.
    ///
    /// - Throws: `corrupt`, naming the row, when the column does not hold what it should.
    static func decode<Value: Decodable>(_ type: Value.Type, from json: Data, row: String) throws(RemediationError) -> Value {
        do {
            return try decoder.decode(type, from: json)
        } catch {
            throw RemediationError(
                .corrupt,
                "the stored row \(row) does not hold a readable \(type); restore it from a backup, or start the Mulligan that wrote it",
                cause: error
            )
        }
    }

    /// The value in a column's JSON, of a type that is mostly read without the decoder.
    ///
    /// - Throws: `corrupt`, naming the row, when the column does not hold what it should.
    static func decode<Value: PlainReadable>(plainly type: Value.Type, from json: Data, row: String) throws(RemediationError) -> Value {
        if let value = Value(plain: Array(json)) { return value }
        return try decode(type, from: json, row: row)
    }
}
