internal import CZstd
internal import FoundationEssentials

/// What short rows have in common, by which zstd packs them far smaller than each alone.
///
/// A frame names its dictionary by number. Rows need theirs for ever, so a dictionary is never changed: a better one gets the next number.
/// Source: RFC 8878, section 5.
struct RowDictionary: @unchecked Sendable {
    /// The dictionary for a classification with its recommendation; nil when there is no memory for it.
    static let decisions = RowDictionary(base64: decisionsText)

    // Never written after they are made, which zstd lets any number of threads read.
    let compression: OpaquePointer
    let decompression: OpaquePointer

    /// Digests the dictionary in `text`, for the life of the process.
    private init?(base64 text: String) {
        guard let bytes = Data(base64Encoded: text) else { return nil }
        let digested = bytes.withUnsafeBytes { bytes in
            (ZSTD_createCDict(bytes.baseAddress, bytes.count, ZstdContext.level), ZSTD_createDDict(bytes.baseAddress, bytes.count))
        }
        guard let compression = digested.0, let decompression = digested.1 else { return nil }
        (self.compression, self.decompression) = (compression, decompression)
    }

    /// The dictionary with `number`; nil when this program does not know it.
    static func numbered(_ number: UInt32) -> RowDictionary? {
        number == decisions.map { ZSTD_getDictID_fromDDict($0.decompression) } ? decisions : nil
    }
}
