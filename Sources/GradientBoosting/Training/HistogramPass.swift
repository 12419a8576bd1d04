/// One sweep over the rows: moves states by the last step, derives pairs, and sums them by bin of every wanted feature.
///
/// Rows are cut into chunks whose number depends on the row count alone. A chunk is summed in `Float` over short blocks,
/// flushed to `Double`, and chunks are added in order, so the sums have the same bits on any number of threads.
final class HistogramPass: @unchecked Sendable {
    /// Rows in a block: 32 KiB of pairs, which stay in the first-level cache while each feature sums them.
    static let blockRows = 4096
    /// Rows summed in `Float` before they are flushed to `Double`.
    static let flushRows = 32768

    let rows: RowStore
    let kernel: any LossKernel
    let threads: Int
    let featureCount: Int
    let chunkRows: Int
    let chunkCount: Int
    private let partial: UnsafeMutablePointer<SIMD2<Double>>
    private let scratch: UnsafeMutablePointer<GradientPair>
    /// The sums, 256 entries a feature.
    let histograms: UnsafeMutablePointer<SIMD2<Double>>
    /// Rows drawn this round as 1 and the others as 0; nil where all rows count.
    var mask: [Float]?

    init(rows: RowStore, kernel: any LossKernel, threads: Int) {
        self.rows = rows
        self.kernel = kernel
        featureCount = rows.table.features.count
        let wanted = min(16, max(1, rows.count / Self.flushRows))
        let blocks = (rows.count + Self.blockRows - 1) / Self.blockRows
        chunkRows = max(1, (blocks + wanted - 1) / wanted) * Self.blockRows
        chunkCount = max(1, (rows.count + chunkRows - 1) / chunkRows)
        self.threads = min(threads, chunkCount)
        let entries = featureCount * RowStore.binLimit
        partial = .allocate(capacity: max(1, entries * chunkCount))
        scratch = .allocate(capacity: max(1, entries * chunkCount))
        histograms = .allocate(capacity: max(1, entries))
        partial.initialize(repeating: .zero, count: entries * chunkCount)
        scratch.initialize(repeating: .zero, count: entries * chunkCount)
        histograms.initialize(repeating: .zero, count: entries)
    }

    deinit {
        partial.deallocate()
        scratch.deallocate()
        histograms.deallocate()
    }

    /// Moves the rows by a step of `feature` (none if nil) and fills the histograms of the `wanted` features.
    ///
    /// Without `refresh` the pairs of the last sweep are summed as they are.
    func run(moved feature: Int?, steps: [Float], wanted: [Int], refresh: Bool = true) {
        let moved = feature.map { rows.table.bins($0) }
        steps.withUnsafeBufferPointer { steps in
            // A constant would be optimised to a trap if the table were empty; it never is.
            guard let steps = steps.baseAddress else { return }
            concurrently(chunkCount, threads: threads) { chunk in
                sum(chunk: chunk, moved: moved, steps: steps, wanted: wanted, refresh: refresh)
            }
        }
        for feature in wanted {
            let base = feature * RowStore.binLimit
            let bins = rows.table.features[feature].count + 1
            for bin in 0..<bins {
                var total = SIMD2<Double>.zero
                for chunk in 0..<chunkCount { total += partial[chunk * featureCount * RowStore.binLimit + base + bin] }
                histograms[base + bin] = total
            }
        }
    }

    private func sum(chunk: Int, moved: UnsafePointer<UInt8>?, steps: UnsafePointer<Float>, wanted: [Int], refresh: Bool) {
        let start = chunk * chunkRows
        let end = min(rows.count, start + chunkRows)
        let entries = featureCount * RowStore.binLimit
        let sums = partial + chunk * entries
        let floats = scratch + chunk * entries
        for feature in wanted {
            (sums + feature * RowStore.binLimit).update(repeating: .zero, count: RowStore.binLimit)
        }
        var flushStart = start
        while flushStart < end {
            let flushEnd = min(end, flushStart + Self.flushRows)
            for feature in wanted {
                (floats + feature * RowStore.binLimit).update(repeating: .zero, count: RowStore.binLimit)
            }
            var position = flushStart
            while position < flushEnd {
                let count = min(Self.blockRows, flushEnd - position)
                if refresh { kernel.update(rows.block(position, count, moved: moved, steps: steps)) }
                if refresh, let mask {
                    for row in position..<(position + count) { rows.pairs[row] *= mask[row] }
                }
                for feature in wanted {
                    accumulate(
                        floats + feature * RowStore.binLimit,
                        rows.table.bins(feature) + position,
                        rows.pairs + position,
                        count
                    )
                }
                position += count
            }
            for feature in wanted {
                let base = feature * RowStore.binLimit
                for bin in 0..<(rows.table.features[feature].count + 1) {
                    sums[base + bin] += SIMD2<Double>(floats[base + bin])
                }
            }
            flushStart = flushEnd
        }
    }

    @inline(__always)
    private func accumulate(
        _ sums: UnsafeMutablePointer<GradientPair>,
        _ bins: UnsafePointer<UInt8>,
        _ pairs: UnsafePointer<GradientPair>,
        _ count: Int
    ) {
        var row = 0
        while row &+ 4 <= count {
            sums[Int(bins[row])] += pairs[row]
            sums[Int(bins[row &+ 1])] += pairs[row &+ 1]
            sums[Int(bins[row &+ 2])] += pairs[row &+ 2]
            sums[Int(bins[row &+ 3])] += pairs[row &+ 3]
            row &+= 4
        }
        while row < count {
            sums[Int(bins[row])] += pairs[row]
            row &+= 1
        }
    }
}
