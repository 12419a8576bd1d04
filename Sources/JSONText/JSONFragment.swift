/// JSON that is written already: where a value would be encoded twice, its text goes into the second place as it stands.
///
/// Only `JSONText` can encode it.
package struct JSONFragment: Hashable, Sendable, Encodable {
    /// One JSON value as UTF-8, with sorted keys and without blanks.
    package let bytes: [UInt8]

    /// The JSON of `value`.
    ///
    /// - Throws: `EncodingError.invalidValue`, with the path to it, for a number that JSON does not have.
    package init(_ value: some Encodable) throws {
        bytes = try JSONText.bytes(of: value)
    }

    package func encode(to encoder: any Encoder) throws {
        guard let writer = encoder as? TextWriter else {
            throw EncodingError.invalidValue(
                self,
                EncodingError.Context(codingPath: encoder.codingPath, debugDescription: "Only JSONText writes fragments.")
            )
        }
        writer.state.pointee.append(fragment: bytes)
    }
}
