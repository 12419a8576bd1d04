internal import FoundationEssentials

extension CodingUserInfoKey {
    /// Set on a decoder that reads what Mulligan wrote itself: names of fields are not checked, which takes longer than the rest.
    package static let readsOwnWriting = CodingUserInfoKey(rawValue: "mulligan.readsOwnWriting")
}

extension Decoder {
    /// Refuses members that `keys` does not name, so that a misspelt field is an error and not a silence.
    ///
    /// - Throws: `DecodingError.dataCorrupted` at the path of the unknown member, naming the known ones.
    package func refuseUnknownFields<Keys: CodingKey & CaseIterable>(_ keys: Keys.Type) throws {
        if let key = CodingUserInfoKey.readsOwnWriting, userInfo[key] != nil { return }
        let container = try container(keyedBy: AnyCodingKey.self)
        guard let unknown = container.allKeys.map(\.stringValue).filter({ Keys(stringValue: $0) == nil }).min() else { return }
        throw DecodingError.dataCorrupted(
            .init(
                codingPath: codingPath + [AnyCodingKey(stringValue: unknown)],
                debugDescription: "unknown field; the fields are \(keys.allCases.map(\.stringValue).sorted().joined(separator: ", "))"
            )
        )
    }
}

extension KeyedDecodingContainer {
    /// Decodes a number that must lie in `range`.
    ///
    /// - Throws: `DecodingError` that names the field and the range.
    package func decode<Value: Decodable & Comparable & SendableMetatype>(
        _ type: Value.Type,
        forKey key: Key,
        in range: ClosedRange<Value>
    ) throws -> Value {
        let value: Value
        do {
            value = try decode(type, forKey: key)
        } catch let error where !(error is DecodingError) {
            // Foundation throws an error of its own, without a path, for a number that the type cannot hold (1.5 as an Int).
            throw DecodingError.dataCorruptedError(forKey: key, in: self, debugDescription: "is not a number of the expected kind")
        }
        guard range.contains(value), try isWithin(range, value, forKey: key) else {
            throw DecodingError.dataCorruptedError(
                forKey: key,
                in: self,
                debugDescription: "\(value) is out of range; the value must be from \(range.lowerBound) to \(range.upperBound)"
            )
        }
        return value
    }

    /// Whether a number that reads as a bound of `range` is written as one within it: 1e18 + 1 has the same `Double` as 1e18.
    private func isWithin<Value: Comparable>(_ range: ClosedRange<Value>, _ value: Value, forKey key: Key) throws -> Bool {
        guard let range = range as? ClosedRange<Double>, let value = value as? Double,
            value == range.upperBound || value == range.lowerBound
        else { return true }
        guard abs(value) < 1e30, let written = try? decode(Decimal.self, forKey: key) else { return true }
        // By way of text: the decimal of the binary 0.001 is not 0.001.
        guard let bound = Decimal(string: "\(value)") else { return true }
        return value == range.upperBound ? written <= bound : written >= bound
    }

    /// Decodes a number, if there is one, that must lie in `range`.
    ///
    /// - Throws: `DecodingError` that names the field and the range.
    package func decodeIfPresent<Value: Decodable & Comparable & SendableMetatype>(
        _ type: Value.Type,
        forKey key: Key,
        in range: ClosedRange<Value>
    ) throws -> Value? {
        guard contains(key), try !decodeNil(forKey: key) else { return nil }
        return try decode(type, forKey: key, in: range)
    }

    /// Decodes text that must not be empty nor longer than `limit` characters of Unicode, without a NUL.
    ///
    /// - Throws: `DecodingError` that names the field and the limit.
    package func decodeName(forKey key: Key, limit: Int = Bounds.name) throws -> String {
        let text = try decode(String.self, forKey: key)
        guard !text.isEmpty, text.unicodeScalars.count <= limit, !text.utf8.contains(0) else {
            throw DecodingError.dataCorruptedError(
                forKey: key,
                in: self,
                debugDescription: text.isEmpty
                    ? "must not be empty"
                    : text.utf8.contains(0) ? "contains a NUL character; remove it" : "is longer than \(limit) characters"
            )
        }
        return text
    }

    /// Decodes text, if there is any, that must not be empty nor longer than `limit` characters of Unicode, without a NUL.
    ///
    /// - Throws: `DecodingError` that names the field and the limit.
    package func decodeNameIfPresent(forKey key: Key, limit: Int = Bounds.name) throws -> String? {
        guard contains(key), try !decodeNil(forKey: key) else { return nil }
        return try decodeName(forKey: key, limit: limit)
    }
}

/// A coding key of any name.
package struct AnyCodingKey: CodingKey {
    package let stringValue: String
    package var intValue: Int? { Int(stringValue) }

    package init(stringValue: String) {
        self.stringValue = stringValue
    }

    package init?(intValue: Int) {
        stringValue = String(intValue)
    }
}
