internal import CZstd
internal import Synchronization

/// zstd's working memory, used by one thread at a time: to make it anew costs more than to compress a row.
final class ZstdContext {
    /// The fastest of the usual levels: the next ones take longer and save little on a few kilobytes.
    static let level: Int32 = 1
    /// The most contexts that are kept while no thread uses them.
    private static let mostIdle = 16

    /// A context that changes hands under the lock.
    private struct Idle: @unchecked Sendable {
        let context: ZstdContext
    }

    private static let idle = Mutex<[Idle]>([])

    private let compression: OpaquePointer
    private let decompression: OpaquePointer

    /// Working memory; nil when there is none.
    private init?() {
        guard let compression = ZSTD_createCCtx() else { return nil }
        guard let decompression = ZSTD_createDCtx() else {
            ZSTD_freeCCtx(compression)
            return nil
        }
        ZSTD_CCtx_setParameter(compression, ZSTD_c_compressionLevel, Self.level)
        ZSTD_CCtx_setParameter(compression, ZSTD_c_checksumFlag, 1)
        self.compression = compression
        self.decompression = decompression
    }

    deinit {
        ZSTD_freeCCtx(compression)
        ZSTD_freeDCtx(decompression)
    }

    /// What `body` makes with a context that nobody else uses meanwhile; nil when there is no memory for one.
    static func borrow<Value>(_ body: (ZstdContext) -> Value?) -> Value? {
        guard let context = idle.withLock({ $0.popLast() })?.context ?? ZstdContext() else { return nil }
        defer {
            let returned = Idle(context: context)
            idle.withLock { idle in if idle.count < mostIdle { idle.append(returned) } }
        }
        return body(context)
    }

    /// How many bytes the frame says that it holds; nil of a damaged one, or one that does not say.
    static func size(of frame: UnsafeRawBufferPointer) -> Int? {
        Int(exactly: ZSTD_getFrameContentSize(frame.baseAddress, frame.count))
    }

    /// The number of the dictionary that the frame needs; 0 when it needs none.
    static func dictionary(of frame: UnsafeRawBufferPointer) -> UInt32 {
        ZSTD_getDictID_fromFrame(frame.baseAddress, frame.count)
    }

    /// Writes `bytes` as a frame, with their count and a checksum, by means of `dictionary` if there is one.
    ///
    /// - Returns: The frame's length; nil when it does not fit.
    func compress(
        _ bytes: UnsafeRawBufferPointer,
        into frame: UnsafeMutableRawBufferPointer,
        with dictionary: RowDictionary?
    ) -> Int? {
        // A frame that did not fit leaves the context in its midst.
        ZSTD_CCtx_reset(compression, ZSTD_reset_session_only)
        guard ZSTD_isError(ZSTD_CCtx_refCDict(compression, dictionary?.compression)) == 0 else { return nil }
        let count = ZSTD_compress2(compression, frame.baseAddress, frame.count, bytes.baseAddress, bytes.count)
        return ZSTD_isError(count) == 0 ? count : nil
    }

    /// Reads a frame that holds exactly as many bytes as `bytes` takes, with the dictionary that it names; false when it is damaged.
    func decompress(
        _ frame: UnsafeRawBufferPointer,
        into bytes: UnsafeMutableRawBufferPointer,
        with dictionary: RowDictionary?
    ) -> Bool {
        guard ZSTD_isError(ZSTD_DCtx_refDDict(decompression, dictionary?.decompression)) == 0 else { return false }
        let count = ZSTD_decompressDCtx(decompression, bytes.baseAddress, bytes.count, frame.baseAddress, frame.count)
        return ZSTD_isError(count) == 0 && count == bytes.count
    }
}
