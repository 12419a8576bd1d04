internal import CHyperscan

/// Hyperscan alone over patterns: no normalisation, no decision. For benchmarks, by one thread.
public final class RawScanner {
    private let database: HyperscanDatabase
    private let scratch: HyperscanScratch

    /// Compiles `patterns`; this takes seconds for a thousand.
    ///
    /// - Throws: `RuleError` when they do not compile together.
    init(_ patterns: [String]) throws(RuleError) {
        do throws(HyperscanDatabase.Failure) {
            database = try HyperscanDatabase(
                patterns.map { text in
                    let hasLookaround = ["(?=", "(?!", "(?<=", "(?<!"].contains(where: text.contains)
                    return HyperscanDatabase.Expression(text: text, isPrefilter: hasLookaround)
                }
            )
        } catch {
            throw RuleError(.pattern, "the patterns do not compile together: \(error.message)")
        }
        scratch = try HyperscanScratch(for: database)
    }

    /// Scans `bytes` in blocks.
    ///
    /// - Returns: the number of reports.
    public func scan(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        guard let base = bytes.baseAddress else { return 0 }
        base.withMemoryRebound(to: CChar.self, capacity: bytes.count) { text in
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + LogScanner.blockSize)
                _ = hs_scan(
                    database.pointer,
                    text + start,
                    UInt32(end - start),
                    0,
                    scratch.pointer,
                    { _, _, _, _, context in
                        context?.assumingMemoryBound(to: Int.self).pointee += 1
                        return 0
                    },
                    &count
                )
                start = end
            }
        }
        return count
    }
}
