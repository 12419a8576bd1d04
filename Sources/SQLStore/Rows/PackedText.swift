internal import FoundationEssentials
internal import Remediation

/// Long texts as columns keep them: compressed where that is shorter, and else their UTF-8 as it is.
///
/// A packed text is one frame of zstd (RFC 8878) with its size, a checksum, and the number of its dictionary if it has one. A frame begins with bytes that no valid UTF-8 does, so
/// both forms lie side by side in one column.
enum PackedText {
    /// Shorter texts are not packed, in bytes.
    static let shortest = 512
    /// The longest text that is packed, in bytes: a damaged frame that claims more is refused before memory is taken for it.
    static let longest = 256 << 20

    /// How a frame begins: 0xFD2FB528, the lowest byte first.
    private static let magic: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd]

    /// The column of `text`.
    static func pack(_ text: String) -> Data {
        var text = text
        return text.withUTF8 { pack(UnsafeRawBufferPointer($0), with: nil) }
    }

    /// The column of a text in UTF-8, which is packed with `dictionary` if there is one.
    static func pack(_ utf8: [UInt8], with dictionary: RowDictionary? = nil) -> Data {
        utf8.withUnsafeBytes { pack($0, with: dictionary) }
    }

    private static func pack(_ utf8: UnsafeRawBufferPointer, with dictionary: RowDictionary?) -> Data {
        guard utf8.count > shortest, utf8.count <= longest else { return Data(utf8) }
        // One byte less room than the text takes: what does not fit is not worth its unpacking.
        let packed = [UInt8](unsafeUninitializedCapacity: utf8.count - 1) { buffer, count in
            count = ZstdContext.borrow { $0.compress(utf8, into: UnsafeMutableRawBufferPointer(buffer), with: dictionary) } ?? 0
        }
        return packed.isEmpty ? Data(utf8) : Data(packed)
    }

    /// The UTF-8 of a text in a column.
    ///
    /// - Throws: `corrupt`, naming the row, when the column holds a frame that cannot be read.
    static func unpack(_ stored: Data, row: String) throws(RemediationError) -> Data {
        guard stored.starts(with: magic) else { return stored }
        guard let count = stored.withUnsafeBytes({ ZstdContext.size(of: $0) }), count <= longest else { throw damaged(row) }
        let number = stored.withUnsafeBytes { ZstdContext.dictionary(of: $0) }
        let dictionary = number == 0 ? nil : RowDictionary.numbered(number)
        var text = Data(count: count)
        let isWhole = text.withUnsafeMutableBytes { text in
            stored.withUnsafeBytes { stored in ZstdContext.borrow { $0.decompress(stored, into: text, with: dictionary) } }
        }
        guard isWhole == true else { throw damaged(row) }
        return text
    }

    /// The text in a column.
    ///
    /// - Throws: `corrupt`, naming the row, when the column holds neither a frame that can be read nor UTF-8.
    static func text(_ stored: Data, row: String) throws(RemediationError) -> String {
        guard let text = String(validating: try unpack(stored, row: row), as: UTF8.self) else { throw damaged(row) }
        return text
    }

    private static func damaged(_ row: String) -> RemediationError {
        RemediationError(
            .corrupt,
            "the stored row \(row) holds a text that is damaged; restore it from a backup, or start the Mulligan that wrote it"
        )
    }
}
