package import JSONText

/// A typed fact read from a log or a scheduler: a limit in bytes, a missing path, an address.
package enum Fact: Hashable, Sendable {
    /// A number in the unit that the fact's name ends with (`Bytes`, `Seconds`) or a plain count.
    case number(Double)
    /// A name, path, address or identifier; redacted.
    case text(String)

    /// The number, of a number.
    package var number: Double? { if case .number(let value) = self { value } else { nil } }

    /// The text, of a text.
    package var text: String? { if case .text(let value) = self { value } else { nil } }
}

extension Fact: Decodable, ValueEncodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        self = if let value = try? container.decode(Double.self) { .number(value) } else { .text(try container.decode(String.self)) }
    }

    package func write(to writer: borrowing ValueWriter) throws {
        switch self {
        case .number(let value): try writer.write(value)
        case .text(let value): try writer.write(value)
        }
    }
}
