package import JSONText

/// Any JSON value, for parts of a record whose shape is a scheduler's own.
package enum JSONValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The member `key` of an object; nil elsewhere.
    package subscript(key: String) -> JSONValue? {
        if case .object(let members) = self { members[key] } else { nil }
    }

    /// The text of a string; nil elsewhere.
    package var string: String? { if case .string(let text) = self { text } else { nil } }

    /// The value of a number; nil elsewhere.
    package var number: Double? { if case .number(let value) = self { value } else { nil } }

    /// The elements of an array; nil elsewhere.
    package var array: [JSONValue]? { if case .array(let elements) = self { elements } else { nil } }
}

extension JSONValue: Decodable, ValueEncodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .string(value)
        } else if let value = try? container.decode([JSONValue].self) {
            self = .array(value)
        } else {
            self = .object(try container.decode([String: JSONValue].self))
        }
    }

    package func write(to writer: borrowing ValueWriter) throws {
        switch self {
        case .null: try writer.writeNull()
        case .bool(let value): try writer.write(value)
        case .number(let value): try writer.write(value)
        case .string(let value): try writer.write(value)
        case .array(let value): try writer.write(value)
        case .object(let value): try writer.write(value)
        }
    }
}
