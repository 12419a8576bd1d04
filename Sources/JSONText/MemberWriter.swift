/// Writes the members of one object straight into the text, for values of which an answer holds dozens.
///
/// It takes a fraction of the time of a keyed container, which is allocated, asked through an existential and sorted afterwards: here the keys
/// must come in the order of their bytes, each once, and need no escape.
package struct MemberWriter: ~Copyable {
    private let writer: TextWriter
    private var isFirst = true
    #if DEBUG
        private var last = ""
    #endif

    init(_ writer: TextWriter) {
        self.writer = writer
    }

    /// A number, if there is one.
    package mutating func add(_ key: StaticString, _ value: (some FixedWidthInteger)?) {
        guard let value else { return }
        begin(key)
        writer.state.pointee.append(value)
    }

    /// A number, if there is one.
    ///
    /// - Throws: `EncodingError.invalidValue` for what is not finite.
    package mutating func add(_ key: StaticString, _ value: Double?) throws {
        guard let value else { return }
        begin(key)
        guard value.isFinite else {
            let path = writer.state.pointee.path + [PathKey(stringValue: "\(key)")]
            throw EncodingError.invalidValue(
                value,
                EncodingError.Context(codingPath: path, debugDescription: "Unable to encode \(value) directly in JSON.")
            )
        }
        try writer.state.pointee.append(value)
    }

    /// A text, if there is one.
    package mutating func add(_ key: StaticString, _ value: String?) {
        guard let value else { return }
        begin(key)
        writer.state.pointee.append(value)
    }

    private mutating func begin(_ key: StaticString) {
        #if DEBUG
            precondition("\(key)" > last, "members are written in the order of their keys")
            last = "\(key)"
        #endif
        writer.state.pointee.append(key: key, isFirst: isFirst)
        isFirst = false
    }
}

extension JSONText {
    /// Has `body` write the members of the object that `encoder` expects; false, and nothing is written, if `encoder` is not ours.
    ///
    /// - Throws: What `body` throws.
    package static func members(of encoder: any Encoder, _ body: (inout MemberWriter) throws -> Void) throws -> Bool {
        guard let writer = encoder as? TextWriter else { return false }
        _ = writer.state.pointee.open(.object)
        var members = MemberWriter(writer)
        try body(&members)
        return true
    }
}
