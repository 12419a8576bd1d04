/// The way back from offsets in a normalised block to offsets in the block as it was.
struct OffsetMap: Sendable {
    /// A stretch that was copied as it stands.
    private struct Stretch: Sendable {
        var output: Int
        var input: Int
    }

    /// Ascending; what stands before the first begins at 0 in both.
    private var stretches: [Stretch] = []

    mutating func removeAll() { stretches.removeAll(keepingCapacity: true) }

    /// Notes that from `output` on the text is that of the original from `input` on.
    mutating func add(output: Int, input: Int) { stretches.append(Stretch(output: output, input: input)) }

    /// The offset in the original of the byte at `offset`.
    func original(_ offset: Int) -> Int {
        var (low, high) = (0, stretches.count)
        while low < high {
            let middle = (low + high) / 2
            if stretches[middle].output <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0 else { return offset }
        return stretches[low - 1].input + offset - stretches[low - 1].output
    }

    /// The bytes of the original that became `range`: from its first byte to just after its last.
    func original(_ range: Range<Int>) -> Range<Int> {
        let start = original(range.lowerBound)
        return range.isEmpty ? start..<start : start..<max(start, original(range.upperBound - 1) + 1)
    }
}
