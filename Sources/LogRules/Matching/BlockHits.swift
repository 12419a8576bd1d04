#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Collects what Hyperscan reports in one block: for each expression, one hit a line.
final class BlockHits {
    struct Entry {
        var end: Int
        var expression: Int
    }

    private let lineEnds: UnsafeMutablePointer<Int>
    private let expressionCount: Int
    private(set) var entries: [Entry] = []
    private var block = UnsafeBufferPointer<UInt8>(start: nil, count: 0)

    init(expressionCount: Int) {
        self.expressionCount = expressionCount
        lineEnds = .allocate(capacity: expressionCount)
        lineEnds.initialize(repeating: -1, count: expressionCount)
    }

    deinit { lineEnds.deallocate() }

    /// Forgets the last block.
    func begin(_ block: UnsafeBufferPointer<UInt8>) {
        for entry in entries { lineEnds[entry.expression] = -1 }
        entries.removeAll(keepingCapacity: true)
        self.block = block
    }

    /// Takes a report: `expression` matched a text that ends at `end`.
    @inline(__always)
    func report(_ expression: Int, end: Int) {
        guard expression < expressionCount, end > 0, end <= block.count, end > lineEnds[expression], let base = block.baseAddress else {
            return
        }
        entries.append(Entry(end: end, expression: expression))
        let found = memchr(base + end - 1, Int32(Byte.lineFeed), block.count - end + 1)
        lineEnds[expression] = found.map { $0 - UnsafeMutableRawPointer(mutating: base) + 1 } ?? block.count
    }

    /// Puts the entries in the order of the text.
    func sort() {
        // Hyperscan reports nearly in order.
        entries.sort { $0.end != $1.end ? $0.end < $1.end : $0.expression < $1.expression }
    }
}
