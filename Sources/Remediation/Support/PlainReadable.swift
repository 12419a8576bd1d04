package import JSONText

/// A value that `PlainReader` reads too.
package protocol PlainReadable: Decodable {
    /// Reads what the decoder would read.
    ///
    /// - Throws: `NotPlain` also for all that the decoder refuses.
    init(from reader: inout PlainReader) throws(PlainReader.NotPlain)
}

extension PlainReadable {
    /// The value in `bytes`; nil where the decoder must be asked.
    package init?(plain bytes: [UInt8]) {
        var reader = PlainReader(bytes)
        do {
            let value = try Self(from: &reader)
            try reader.end()
            self = value
        } catch {
            return nil
        }
    }
}
