/// A value that is written as an object whose members come in the order of their keys' bytes.
///
/// `JSONText` writes such values, and arrays of them, without asking an encoder for containers.
package protocol MemberEncodable: Encodable {
    /// Adds the members, each once, in the order of their keys.
    ///
    /// - Throws: What `members` throws.
    func write(to members: inout MemberWriter) throws
}

extension MemberEncodable {
    package func encode(to encoder: any Encoder) throws {
        var members = MemberWriter(encoder)
        try write(to: &members)
    }
}
