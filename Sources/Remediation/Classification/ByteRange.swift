package import JSONText

/// Bytes of a log, counted from 0, the end not included; in JSON `[start,end]`.
package struct ByteRange: Hashable, Sendable {
    /// The offset of the first byte.
    package var start: Int
    /// The offset after the last byte, at least `start`.
    package var end: Int

    /// The bytes from `start` up to `end`.
    package init(start: Int, end: Int) {
        self.start = start
        self.end = Swift.max(start, end)
    }
}

extension ByteRange: Decodable, ValueEncodable {
    package init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        self.init(start: try container.decode(Int.self), end: try container.decode(Int.self))
    }

    package func write(to writer: borrowing ValueWriter) throws { try writer.write(start, end) }
}
