/// Writes the members of one object in the order of their keys' bytes, each once; no key needs an escape.
///
/// For `JSONText` they go straight into the text, which takes a fraction of the time of a keyed container: that is allocated, asked through an
/// existential, and sorted afterwards. For any other encoder a container takes them.
package struct MemberWriter: ~Copyable {
    private let writer: TextWriter?
    private var container: KeyedEncodingContainer<PathKey>?
    #if DEBUG
        private var last = ""
    #endif

    init(_ encoder: any Encoder) {
        writer = encoder as? TextWriter
        if let writer {
            writer.state.pointee.openOrdered()
        } else {
            container = encoder.container(keyedBy: PathKey.self)
        }
    }

    /// A number, if there is one.
    ///
    /// - Throws: What an encoder of another kind throws.
    package mutating func add(_ key: StaticString, _ value: Int?) throws {
        guard let value else { return }
        guard let writer = try begin(key, value) else { return }
        writer.state.pointee.append(value)
    }

    /// A number, if there is one.
    ///
    /// - Throws: What an encoder of another kind throws.
    package mutating func add(_ key: StaticString, _ value: Int64?) throws {
        guard let value else { return }
        guard let writer = try begin(key, value) else { return }
        writer.state.pointee.append(value)
    }

    /// A number, if there is one.
    ///
    /// - Throws: `EncodingError.invalidValue` for what is not finite.
    package mutating func add(_ key: StaticString, _ value: Double?) throws {
        guard let value else { return }
        guard let writer = try begin(key, value) else { return }
        try writer.state.pointee.append(value)
    }

    /// A truth value that is left out where it is false.
    ///
    /// - Throws: What an encoder of another kind throws.
    package mutating func add(_ key: StaticString, ifTrue value: Bool) throws {
        guard value else { return }
        guard let writer = try begin(key, value) else { return }
        writer.state.pointee.append(value)
    }

    /// A text, if there is one.
    ///
    /// - Throws: What an encoder of another kind throws.
    package mutating func add(_ key: StaticString, _ value: String?) throws {
        guard let value else { return }
        guard let writer = try begin(key, value) else { return }
        writer.state.pointee.append(value)
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
        guard let writer = try begin(key, value) else { return }
        try writer.write(value)
    }

    /// Begins a member; nil where the container has taken it.
    private mutating func begin(_ key: StaticString, _ value: some Encodable) throws -> TextWriter? {
        #if DEBUG
            precondition("\(key)" > last, "members are written in the order of their keys")
            last = "\(key)"
        #endif
        guard let writer else {
            try container?.encode(value, forKey: PathKey(stringValue: "\(key)"))
            return nil
        }
        writer.state.pointee.begin(ordered: key)
        return writer
    }
}

extension Encoder {
    /// Has `body` write the members of an object in the order of their keys.
    ///
    /// - Throws: What `body` throws.
    package func encodeMembers(_ body: (inout MemberWriter) throws -> Void) throws {
        var members = MemberWriter(self)
        try body(&members)
    }
}
