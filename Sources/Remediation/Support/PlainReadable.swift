package import JSONText

/// A value that is read from plain JSON without the decoder, which is several times as slow.
package protocol PlainReadable: Decodable {
    /// Reads what the decoder would read.
    ///
    /// - Throws: `PlainReader.NotPlain` where the decoder must be asked, also for all that it refuses.
    init(from reader: inout PlainReader) throws(PlainReader.NotPlain)
}

extension PlainReadable {
    /// The value in `bytes`, which are UTF-8; nil where the decoder must be asked.
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
