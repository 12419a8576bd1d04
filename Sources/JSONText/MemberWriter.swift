/// Writes the members of one object in the order of their keys' bytes, each once; no key needs an escape.
///
/// For `JSONText` they go straight into the text, which takes a fraction of the time of a keyed container: that is allocated, asked through an
/// existential, and sorted afterwards. For any other encoder a container takes them.
package struct MemberWriter: ~Copyable {
    private let writer: TextWriter?
    /// The writer's: to go through it at every member costs a retain and a release.
    private let state: UnsafeMutablePointer<TextState>?
    private var container: KeyedEncodingContainer<PathKey>?
    #if DEBUG
        private var last = ""
    #endif

    init(_ encoder: any Encoder) {
        if let writer = encoder as? TextWriter {
            self.init(writer)
        } else {
            self.init(encoder.container(keyedBy: PathKey.self))
        }
    }

    private init(_ container: KeyedEncodingContainer<PathKey>) {
        writer = nil
        state = nil
        self.container = container
    }

    private init(_ writer: TextWriter) {
        self.writer = writer
        state = writer.state
        writer.state.pointee.openOrdered()
    }

    /// A number, if there is one.
    ///
    /// - Throws: What an encoder of another kind throws.
    package mutating func add(_ key: StaticString, _ value: Int?) throws {
        guard let value else { return }
        guard let state = try begin(key, value) else { return }
        state.pointee.append(value)
    }

    /// A number, if there is one.
    ///
    /// - Throws: What an encoder of another kind throws.
    package mutating func add(_ key: StaticString, _ value: Int64?) throws {
        guard let value else { return }
        guard let state = try begin(key, value) else { return }
        state.pointee.append(value)
    }

    /// A number, if there is one.
    ///
    /// - Throws: `EncodingError.invalidValue` for what is not finite.
    package mutating func add(_ key: StaticString, _ value: Double?) throws {
        guard let value else { return }
        guard let state = try begin(key, value) else { return }
        try state.pointee.append(value)
    }

    /// A truth value that is left out where it is false.
    ///
    /// - Throws: What an encoder of another kind throws.
    package mutating func add(_ key: StaticString, ifTrue value: Bool) throws {
        guard value else { return }
        guard let state = try begin(key, value) else { return }
        state.pointee.append(value)
    }

    /// A text, if there is one.
    ///
    /// - Throws: What an encoder of another kind throws.
    package mutating func add(_ key: StaticString, _ value: String?) throws {
        guard let value else { return }
        guard let state = try begin(key, value) else { return }
        state.pointee.append(value)
    }

    /// Any value, if there is one.
    ///
    /// - Throws: What the value's own `encode(to:)` throws.
    package mutating func add(_ key: StaticString, encoding value: (some Encodable)?) throws {
        guard let value else { return }
        try add(key, orNull: value)
    }

    /// Any value; an optional that is nil is `null`.
    ///
    /// - Throws: What the value's own `encode(to:)` throws.
    package mutating func add(_ key: StaticString, orNull value: some Encodable) throws {
        guard try begin(key, value) != nil else { return }
        try writer?.write(value)
    }

    /// A value whose keys are not known beforehand, if there is one.
    ///
    /// - Throws: What the value's own `write(to:)` throws.
    package mutating func add(_ key: StaticString, encoding value: (some ValueEncodable)?) throws {
        // Still an optional: what is none is added by its `encode(to:)`.
        if value != nil { try add(key, orNull: value) }
    }

    /// A value whose keys are not known beforehand; nil is `null`.
    ///
    /// - Throws: What the value's own `write(to:)` throws.
    package mutating func add(_ key: StaticString, orNull value: (some ValueEncodable)?) throws {
        guard let state = try begin(key, value), let writer else { return }
        if let value { try value.write(to: ValueWriter(writer)) } else { state.pointee.appendNull() }
    }

    /// A text; nil is `null`.
    ///
    /// - Throws: What an encoder of another kind throws.
    package mutating func add(_ key: StaticString, orNull value: String?) throws {
        guard let state = try begin(key, value) else { return }
        if let value { state.pointee.append(value) } else { state.pointee.appendNull() }
    }

    /// An object whose keys are not known beforehand.
    ///
    /// - Throws: What a value's own `write(to:)` throws.
    package mutating func add(_ key: StaticString, encoding values: [String: some ValueEncodable]) throws {
        guard try begin(key, values) != nil else { return }
        try writer?.write(values)
    }

    /// An object, if there is one.
    ///
    /// - Throws: What the value's own `write(to:)` throws.
    package mutating func add(_ key: StaticString, encoding value: (some MemberEncodable)?) throws {
        guard let value, let state = try begin(key, value), let writer else { return }
        try Self.write(value, with: writer, state)
    }

    /// An array of objects.
    ///
    /// - Throws: What a value's own `write(to:)` throws.
    package mutating func add(_ key: StaticString, encoding values: [some MemberEncodable]) throws {
        guard let state = try begin(key, values), let writer else { return }
        try state.writeArray(of: values) { try Self.write($0, with: writer, state) }
    }

    /// An array of texts.
    ///
    /// - Throws: What an encoder of another kind throws.
    package mutating func add(_ key: StaticString, encoding texts: [String]) throws {
        guard let state = try begin(key, texts) else { return }
        state.writeArray(of: texts) { state.pointee.append($0) }
    }

    /// An object of texts, if there is one.
    ///
    /// - Throws: What an encoder of another kind throws.
    package mutating func add(_ key: StaticString, encoding texts: [String: String]?) throws {
        guard let texts, let state = try begin(key, texts) else { return }
        state.writeObject(of: texts) { state.pointee.append($0) }
    }

    private static func write(_ value: some MemberEncodable, with writer: TextWriter, _ state: UnsafeMutablePointer<TextState>) throws {
        let depth = state.pointee.depth
        state.pointee.push()
        var members = MemberWriter(writer)
        try value.write(to: &members)
        state.pointee.close(above: depth - 1)
    }

    /// Begins a member; nil where the container has taken it.
    private mutating func begin(_ key: StaticString, _ value: some Encodable) throws -> UnsafeMutablePointer<TextState>? {
        #if DEBUG
            precondition("\(key)" > last, "members are written in the order of their keys")
            last = "\(key)"
        #endif
        guard let state else {
            try container?.encode(value, forKey: PathKey(stringValue: "\(key)"))
            return nil
        }
        state.pointee.begin(ordered: key)
        return state
    }
}
