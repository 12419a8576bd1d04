/// A step function along one knob's lattice: runs of lattice points that share a value.
public struct StepTable: Sendable, Hashable {
    /// The first lattice index of each step: ascending, the first is 0.
    public let starts: [Int]
    /// The value of each step.
    public let values: [Double]
    /// The number of lattice points the table covers.
    public let latticeCount: Int

    /// Creates a table from the value at every lattice point; neighbours with the same value become one step.
    public init(pointwise contributions: [Double]) {
        var starts: [Int] = []
        var values: [Double] = []
        for (index, value) in contributions.enumerated() where values.last != value {
            starts.append(index)
            values.append(value)
        }
        self.starts = starts
        self.values = values
        self.latticeCount = contributions.count
    }

    /// Creates a table from the thresholds and leaf values of a trained step function.
    ///
    /// - Parameters:
    ///   - thresholds: Ascending, in the unit of the lattice.
    ///   - values: One more than the thresholds.
    ///   - lattice: The values of the axis, ascending.
    ///   - thresholdBelongsLeft: Whether a value equal to a threshold takes the step below it (`x <= t`), as stumps usually do.
    /// - Throws: `SearchError` with code `invalidTable`.
    public init(
        thresholds: [Double],
        values: [Double],
        lattice: [Double],
        thresholdBelongsLeft: Bool = true
    ) throws(SearchError) {
        guard values.count == thresholds.count + 1 else {
            throw SearchError(.invalidTable, "a step function with \(thresholds.count) thresholds needs \(thresholds.count + 1) values")
        }
        var starts: [Int] = []
        var kept: [Double] = []
        for (step, value) in values.enumerated() {
            let start =
                if step == 0 {
                    0
                } else if thresholdBelongsLeft {
                    lattice.partitioningIndex { $0 > thresholds[step - 1] }
                } else {
                    lattice.partitioningIndex { $0 >= thresholds[step - 1] }
                }
            guard start < lattice.count else { break }
            guard start >= (starts.last ?? 0) else {
                throw SearchError(.invalidTable, "threshold \(step - 1) is below the one before it; sort the thresholds")
            }
            if starts.last == start { kept[kept.count - 1] = value } else { starts.append(start); kept.append(value) }
        }
        self.starts = starts
        self.values = kept
        self.latticeCount = lattice.count
    }

    /// The value at a lattice index.
    public func value(at index: Int) -> Double {
        values[starts.partitioningIndex { $0 > index } - 1]
    }
}
