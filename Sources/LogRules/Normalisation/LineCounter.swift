/// Counts line ends, eight bytes at a step.
enum LineCounter {
    /// The number of line feeds in `bytes[range]`.
    static func count(in bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let start = UnsafeRawPointer(base)
        let low: UInt64 = 0x7f7f_7f7f_7f7f_7f7f
        let feeds: UInt64 = 0x0a0a_0a0a_0a0a_0a0a
        var index = range.lowerBound
        var total = 0
        while index + 8 <= range.upperBound {
            // The high bit of each byte of `rest` is set unless that byte is a line feed: no carry crosses bytes.
            let difference = start.loadUnaligned(fromByteOffset: index, as: UInt64.self) ^ feeds
            let rest = ((difference & low) &+ low) | difference | low
            total &+= (~rest).nonzeroBitCount
            index += 8
        }
        while index < range.upperBound {
            if base[index] == Byte.lineFeed { total += 1 }
            index += 1
        }
        return total
    }
}
