#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Takes noise out of a block of a log before it is matched, and keeps the way back to the original lines.
///
/// Removed: ANSI escapes; carriage returns (a lone one starts a new visual line); JSON escapes of quotes, tabs and line ends, however
/// often they were escaped. Blocks without any of these are not touched nor copied: that is nearly every block.
struct LogNormalizer {
    /// The text after normalisation, when it differs.
    private(set) var output: [UInt8] = []
    /// Offsets in `output` of line ends that the original does not have, ascending.
    private(set) var addedLineEnds: [Int] = []
    /// Where the bytes of `output` stood.
    private(set) var offsets = OffsetMap()

    /// Normalises `block`, which should begin and end at line bounds.
    ///
    /// - Returns: whether anything had to change; if not, `output` is stale and the block itself is to be used.
    mutating func normalize(_ block: UnsafeBufferPointer<UInt8>) -> Bool {
        var triggers = Triggers(block)
        guard let first = triggers.next(from: 0) else { return false }
        output.removeAll(keepingCapacity: true)
        addedLineEnds.removeAll(keepingCapacity: true)
        offsets.removeAll()
        output.reserveCapacity(block.count)
        var copied = 0
        var next: Int? = first
        var quoted = QuotedLine()
        while let trigger = next {
            output.append(contentsOf: block[copied..<trigger])
            switch block[trigger] {
            case Byte.escape: copied = Self.endOfEscape(in: block, at: trigger)
            case Byte.carriageReturn: copied = carriageReturn(in: block, at: trigger)
            default: copied = backslash(in: block, at: trigger, quoted: &quoted)
            }
            offsets.add(output: output.count, input: copied)
            next = triggers.next(from: copied)
        }
        output.append(contentsOf: block[copied...])
        return true
    }

    private mutating func addLineEnd() {
        addedLineEnds.append(output.count)
        output.append(Byte.lineFeed)
    }

    private mutating func carriageReturn(in block: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        // "\r\n", and "\r\r\n" from terminals, are one line end.
        var after = index
        while after < block.count, block[after] == Byte.carriageReturn { after += 1 }
        if after < block.count, block[after] != Byte.lineFeed { addLineEnd() }
        return after
    }

    private mutating func backslash(in block: UnsafeBufferPointer<UInt8>, at index: Int, quoted: inout QuotedLine) -> Int {
        var after = index
        while after < block.count, block[after] == Byte.backslash { after += 1 }
        guard after < block.count, quoted.holds(index, in: block) else {
            output.append(contentsOf: block[index..<after])
            return after
        }
        switch block[after] {
        case UInt8(ascii: "n"), UInt8(ascii: "r"):
            addLineEnd()
            return after + 1
        case UInt8(ascii: "t"):
            output.append(UInt8(ascii: "\t"))
            return after + 1
        case Byte.quote, UInt8(ascii: "/"), UInt8(ascii: "'"):
            return after
        case UInt8(ascii: "u") where Self.isEscapedEscape(block, at: after):
            return Self.endOfEscape(in: block, at: after + 4)
        default:
            output.append(Byte.backslash)
            return after
        }
    }

    /// Whether `u001b`, JSON's form of the escape character, stands at `index`.
    private static func isEscapedEscape(_ block: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
        guard index + 4 < block.count else { return false }
        return block[index + 1] == 48 && block[index + 2] == 48 && block[index + 3] == 49 && (block[index + 4] | 0x20) == UInt8(ascii: "b")
    }

    /// The offset after the escape sequence that begins at `index`.
    private static func endOfEscape(in block: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        var cursor = index + 1
        guard cursor < block.count else { return cursor }
        switch block[cursor] {
        case UInt8(ascii: "["):
            cursor += 1
            // Parameters and intermediates, then one final byte; a sequence is never long, so damage stays local.
            let limit = min(block.count, cursor + 32)
            while cursor < limit, (0x20...0x3F).contains(block[cursor]) { cursor += 1 }
            return cursor < limit && (0x40...0x7E).contains(block[cursor]) ? cursor + 1 : cursor
        case UInt8(ascii: "]"):
            let limit = min(block.count, cursor + 512)
            while cursor < limit, block[cursor] != 7, block[cursor] != Byte.escape, block[cursor] != Byte.lineFeed { cursor += 1 }
            return cursor < limit && block[cursor] == 7 ? cursor + 1 : cursor
        case Byte.lineFeed, Byte.escape, Byte.carriageReturn:
            return cursor
        default:
            return cursor + 1
        }
    }

    /// Finds the next byte that may need work; the C library's search of each kind is remembered until it is passed.
    private struct Triggers {
        private let block: UnsafeBufferPointer<UInt8>
        private var places = [-1, -1, -1]
        private static let kinds = [Byte.escape, Byte.carriageReturn, Byte.backslash]

        init(_ block: UnsafeBufferPointer<UInt8>) {
            self.block = block
        }

        mutating func next(from start: Int) -> Int? {
            guard let base = block.baseAddress, start < block.count else { return nil }
            var first = block.count
            for kind in 0..<3 {
                if places[kind] < start {
                    let found = memchr(base + start, Int32(Self.kinds[kind]), block.count - start)
                    places[kind] = found.map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) - base } ?? block.count
                }
                first = min(first, places[kind])
            }
            return first < block.count ? first : nil
        }
    }

    /// Whether the line around an offset holds quotes, remembered for the line.
    private struct QuotedLine {
        private var end = -1
        private var firstQuote = Int.max

        mutating func holds(_ index: Int, in block: UnsafeBufferPointer<UInt8>) -> Bool {
            if index >= end {
                var start = index
                while start > 0, block[start - 1] != Byte.lineFeed { start -= 1 }
                end = index
                firstQuote = Int.max
                var cursor = start
                while cursor < block.count, block[cursor] != Byte.lineFeed {
                    if firstQuote == Int.max, block[cursor] == Byte.quote || block[cursor] == UInt8(ascii: "'") { firstQuote = cursor }
                    cursor += 1
                }
                end = cursor
            }
            return firstQuote <= index + 8
        }
    }
}
