/// A step function of two knobs: a rectangle of values over steps along each.
public struct PairTable: Sendable, Hashable {
    /// The position of the first knob among the axes.
    public let first: Int
    /// The position of the second knob among the axes.
    public let second: Int
    /// The first lattice index of each step along the first knob: ascending from 0.
    public let firstStarts: [Int]
    /// The first lattice index of each step along the second knob: ascending from 0.
    public let secondStarts: [Int]
    /// The values, row-major: all steps of the second knob for the first step of the first, and so on.
    public let values: [Double]

    /// Creates a pair table.
    ///
    /// - Throws: `SearchError` with code `invalidTable` if the shape or the starts are wrong.
    public init(
        first: Int,
        second: Int,
        firstStarts: [Int],
        secondStarts: [Int],
        values: [Double]
    ) throws(SearchError) {
        guard first != second, values.count == firstStarts.count * secondStarts.count, !values.isEmpty else {
            throw SearchError(
                .invalidTable,
                "pair table of knobs \(first) and \(second) has \(values.count) values for \(firstStarts.count) x \(secondStarts.count) steps"
            )
        }
        for starts in [firstStarts, secondStarts] {
            guard starts.first == 0, zip(starts, starts.dropFirst()).allSatisfy(<) else {
                throw SearchError(.invalidTable, "pair table of knobs \(first) and \(second): steps must start at 0 and ascend")
            }
        }
        self.first = first
        self.second = second
        self.firstStarts = firstStarts
        self.secondStarts = secondStarts
        self.values = values
    }

    /// The value at a pair of lattice indices.
    public func value(at firstIndex: Int, _ secondIndex: Int) -> Double {
        let row = firstStarts.partitioningIndex { $0 > firstIndex } - 1
        let column = secondStarts.partitioningIndex { $0 > secondIndex } - 1
        return values[row * secondStarts.count + column]
    }
}
