/// The rows of one training or validation set as the rounds see them: bins, labels, weights, states and pairs.
final class RowStore: @unchecked Sendable {
    /// The number of entries of a histogram and of a step table: 255 value bins and one for missing values.
    static let binLimit = 256

    let table: BinnedTable
    let count: Int
    let labels: UnsafeMutablePointer<Float>
    let states: UnsafeMutablePointer<Float>
    let pairs: UnsafeMutablePointer<GradientPair>
    let weights: UnsafeMutablePointer<Float>?
    /// Labels and weights as given, for losses.
    let exactLabels: [Double]
    let exactWeights: [Double]?

    init(table: BinnedTable, labels exactLabels: [Double], weights exactWeights: [Double]?) {
        self.table = table
        self.exactLabels = exactLabels
        self.exactWeights = exactWeights
        count = exactLabels.count
        labels = .allocate(capacity: max(1, count))
        states = .allocate(capacity: max(1, count))
        pairs = .allocate(capacity: max(1, count))
        for row in 0..<count { labels[row] = Float(exactLabels[row]) }
        states.initialize(repeating: 0, count: count)
        pairs.initialize(repeating: .zero, count: count)
        if let exactWeights {
            let weights = UnsafeMutablePointer<Float>.allocate(capacity: max(1, count))
            for row in 0..<count { weights[row] = Float(exactWeights[row]) }
            self.weights = weights
        } else {
            weights = nil
        }
    }

    deinit {
        labels.deallocate()
        states.deallocate()
        pairs.deallocate()
        weights?.deallocate()
    }

    /// Rows from `start` as a block for a loss kernel.
    func block(_ start: Int, _ count: Int, moved: UnsafePointer<UInt8>?, steps: UnsafePointer<Float>) -> RowBlock {
        RowBlock(
            count: count,
            bins: moved.map { $0 + start },
            steps: steps,
            states: states + start,
            labels: labels + start,
            weights: weights.map { UnsafePointer($0 + start) },
            pairs: pairs + start
        )
    }
}
