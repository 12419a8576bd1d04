/// One sweep over the rows for a pair: moves states by the last tree, derives pairs of derivatives, and sums them by cell.
final class PairPass: @unchecked Sendable {
    /// A tree to apply: the leaf of each cell and the step of each leaf.
    struct Move: Sendable {
        let pair: FeaturePair
        let width: Int
        let leafOfCell: [UInt8]
        let steps: [Float]
    }

    private let rows: RowStore
    private let columns: PairColumns
    private let kernel: any LossKernel
    private let chunkRows: Int
    private let chunkCount: Int
    let threads: Int

    init(rows: RowStore, columns: PairColumns, kernel: any LossKernel, threads: Int) {
        self.rows = rows
        self.columns = columns
        self.kernel = kernel
        let wanted = min(16, max(1, rows.count / HistogramPass.flushRows))
        let blocks = (rows.count + HistogramPass.blockRows - 1) / HistogramPass.blockRows
        chunkRows = max(1, (blocks + wanted - 1) / wanted) * HistogramPass.blockRows
        chunkCount = max(1, (rows.count + chunkRows - 1) / chunkRows)
        self.threads = threads
    }

    /// Derives the pairs of derivatives from the states.
    func refresh() {
        let steps: [Float] = [0]
        steps.withUnsafeBufferPointer { steps in
            if let steps = steps.baseAddress { kernel.update(rows.block(0, rows.count, moved: nil, steps: steps)) }
        }
    }

    /// The number of rows in each cell.
    func counts(_ pair: FeaturePair, width: Int, cells: Int) -> [Double] {
        var counts = [Double](repeating: 0, count: cells)
        let (a, b) = (columns.bins(pair.first), columns.bins(pair.second))
        for row in 0..<rows.count { counts[Int(a[row]) * width + Int(b[row])] += 1 }
        return counts
    }

    /// Applies the move and sums the derivatives by the cells of `pair`.
    func run(move: Move?, pair: FeaturePair, width: Int, cells: Int) -> [SIMD2<Double>] {
        var partial = [SIMD2<Double>](repeating: .zero, count: cells * chunkCount)
        partial.withUnsafeMutableBufferPointer { partial in
            nonisolated(unsafe) let partial = partial
            concurrently(chunkCount, threads: threads) { chunk in
                let sums = UnsafeMutableBufferPointer(rebasing: partial[(chunk * cells)..<((chunk + 1) * cells)])
                sum(chunk, move, pair, width, sums)
            }
        }
        var total = Array(partial.prefix(cells))
        for chunk in 1..<max(1, chunkCount) {
            for cell in 0..<cells { total[cell] += partial[chunk * cells + cell] }
        }
        return total
    }

    private func sum(_ chunk: Int, _ move: Move?, _ pair: FeaturePair, _ width: Int, _ sums: UnsafeMutableBufferPointer<SIMD2<Double>>) {
        let start = chunk * chunkRows
        let end = min(rows.count, start + chunkRows)
        let (a, b) = (columns.bins(pair.first), columns.bins(pair.second))
        withUnsafeTemporaryAllocation(of: GradientPair.self, capacity: sums.count) { floats in
            withUnsafeTemporaryAllocation(of: UInt8.self, capacity: HistogramPass.blockRows) { leaves in
                var flushStart = start
                while flushStart < end {
                    let flushEnd = min(end, flushStart + HistogramPass.flushRows)
                    floats.initialize(repeating: .zero)
                    var position = flushStart
                    while position < flushEnd {
                        let count = min(HistogramPass.blockRows, flushEnd - position)
                        advance(position, count, move, leaves)
                        for row in position..<(position + count) {
                            floats[Int(a[row]) &* width &+ Int(b[row])] += rows.pairs[row]
                        }
                        position += count
                    }
                    for cell in sums.indices { sums[cell] += SIMD2<Double>(floats[cell]) }
                    flushStart = flushEnd
                }
            }
        }
    }

    private func advance(_ position: Int, _ count: Int, _ move: Move?, _ leaves: UnsafeMutableBufferPointer<UInt8>) {
        guard let move, let leavesBase = leaves.baseAddress else {
            // Nothing moved: the pairs of derivatives still hold.
            return
        }
        let (a, b) = (columns.bins(move.pair.first) + position, columns.bins(move.pair.second) + position)
        move.leafOfCell.withUnsafeBufferPointer { leafOfCell in
            for row in 0..<count { leavesBase[row] = leafOfCell[Int(a[row]) &* move.width &+ Int(b[row])] }
        }
        move.steps.withUnsafeBufferPointer { steps in
            guard let steps = steps.baseAddress else { return }
            var block = rows.block(position, count, moved: nil, steps: steps)
            block.bins = UnsafePointer(leavesBase)
            kernel.update(block)
        }
    }
}
