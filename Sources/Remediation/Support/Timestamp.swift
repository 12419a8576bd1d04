package import FoundationEssentials

/// A moment as whole milliseconds since 1970-01-01T00:00:00Z, written as RFC 3339 in JSON.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Milliseconds since the Unix epoch.
    package var milliseconds: Int64

    /// A moment from milliseconds since the Unix epoch.
    package init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    /// A moment from a `Date`, rounded to a millisecond.
    package init(_ date: Date) {
        milliseconds = Int64((date.timeIntervalSince1970 * 1_000).rounded())
    }

    /// The moment as a `Date`.
    package var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1_000) }

    /// Seconds since the Unix epoch.
    package var seconds: Double { Double(milliseconds) / 1_000 }

    /// This moment moved by `seconds`, which may be negative.
    package func adding(seconds: Double) -> Timestamp {
        Timestamp(milliseconds: milliseconds + Int64((seconds * 1_000).rounded()))
    }

    package static func < (lhs: Timestamp, rhs: Timestamp) -> Bool { lhs.milliseconds < rhs.milliseconds }
}

extension Timestamp: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let value = Timestamp(parsing: text) else {
            throw DecodingError.dataCorruptedError(
                in: container,
                debugDescription: "\"\(text.prefix(40))\" is not a date; write RFC 3339, for example 2026-11-21T08:45:00Z"
            )
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(formatted)
    }
}
