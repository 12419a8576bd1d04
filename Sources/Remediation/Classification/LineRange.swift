package import JSONText

/// Lines of a log, counted from 1, both ends included; in JSON `[first,last]`.
package struct LineRange: Hashable, Sendable {
    /// The first line.
    package var first: Int
    /// The last line, at least `first`.
    package var last: Int

    /// Lines `first` to `last`.
    package init(first: Int, last: Int) {
        self.first = first
        self.last = Swift.max(first, last)
    }
}

extension LineRange: Decodable, ValueEncodable {
    package init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        self.init(first: try container.decode(Int.self), last: try container.decode(Int.self))
    }

    package func write(to writer: borrowing ValueWriter) throws { try writer.write(first, last) }
}
