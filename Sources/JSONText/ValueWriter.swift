/// Writes one value: straight into the text of `JSONText`, or into a container of any other encoder.
package struct ValueWriter: ~Copyable {
    private let text: TextWriter?
    private let other: (any Encoder)?

    init(_ encoder: any Encoder) {
        if let writer = encoder as? TextWriter {
            // One literal as far as the containers around it are concerned.
            _ = writer.state.pointee.open(.single)
            self.init(text: writer, other: nil)
        } else {
            self.init(text: nil, other: encoder)
        }
    }

    /// Writes where the text of `writer` ends.
    init(_ writer: TextWriter) {
        self.init(text: writer, other: nil)
    }

    private init(text: TextWriter?, other: (any Encoder)?) {
        (self.text, self.other) = (text, other)
    }

    /// `null`.
    ///
    /// - Throws: What an encoder of another kind throws.
    package func writeNull() throws {
        guard let text else { return try encode(Bool?.none) }
        text.state.pointee.appendNull()
    }

    /// A truth value.
    ///
    /// - Throws: What an encoder of another kind throws.
    package func write(_ value: Bool) throws {
        guard let text else { return try encode(value) }
        text.state.pointee.append(value)
    }

    /// A number; a whole one stays whole: 137, not 137.0.
    ///
    /// - Throws: `EncodingError.invalidValue` for what is not finite.
    package func write(_ value: Double) throws {
        if let whole = Int64(exactly: value) {
            guard let text else { return try encode(whole) }
            text.state.pointee.append(whole)
        } else {
            guard let text else { return try encode(value) }
            try text.state.pointee.append(value)
        }
    }

    /// A text.
    ///
    /// - Throws: What an encoder of another kind throws.
    package func write(_ value: String) throws {
        guard let text else { return try encode(value) }
        text.state.pointee.append(value)
    }

    /// An array of two whole numbers.
    ///
    /// - Throws: What an encoder of another kind throws.
    package func write(_ first: Int, _ second: Int) throws {
        guard let state = text?.state else { return try encode([first, second]) }
        state.pointee.appendArray(of: first, second)
    }

    /// An array.
    ///
    /// - Throws: What an element's own `write(to:)` throws.
    package func write(_ values: [some ValueEncodable]) throws {
        guard let text else { return try encode(values) }
        try text.write(values)
    }

    /// An object.
    ///
    /// - Throws: What a member's own `write(to:)` throws.
    package func write(_ members: [String: some ValueEncodable]) throws {
        guard let text else { return try encode(members) }
        try text.write(members)
    }

    private func encode(_ value: some Encodable) throws {
        guard var container = other?.singleValueContainer() else { return }
        try container.encode(value)
    }
}
