/// A value that is a literal, an array, or an object whose keys are not known beforehand.
///
/// `JSONText` writes such values, and objects of them, without asking an encoder for containers.
package protocol ValueEncodable: Encodable {
    /// Writes the value, once.
    ///
    /// - Throws: What `writer` throws.
    func write(to writer: borrowing ValueWriter) throws
}

extension ValueEncodable {
    package func encode(to encoder: any Encoder) throws {
        try write(to: ValueWriter(encoder))
    }
}
