/// Searches the cells of one pair for trees and measures how much of their gain is interaction.
struct PairFinder: Sendable {
    let finder: SplitFinder
    let minimumCount: Double

    init(_ options: BoostingOptions) {
        finder = SplitFinder(options)
        minimumCount = Double(options.minimumCount)
    }

    /// One axis of the cells: its size, its constraint, and whether its order carries meaning.
    struct Axis: Sendable {
        let size: Int
        let monotonicity: Monotonicity
        let isCategorical: Bool
    }

    /// Sums up to and including each cell, so that any quadrant takes four look-ups.
    struct Cumulative {
        let width: Int
        var sums: [SIMD2<Double>]
        var counts: [Double]

        /// Sums `cells` in the given orders of rows and columns.
        init(_ cells: UnsafePointer<SIMD2<Double>>, _ counts: UnsafePointer<Double>, rows: [Int], columns: [Int]) {
            width = columns.count
            sums = [SIMD2<Double>](repeating: .zero, count: rows.count * width)
            self.counts = [Double](repeating: 0, count: rows.count * width)
            for (row, sourceRow) in rows.enumerated() {
                var sum = SIMD2<Double>.zero
                var count = 0.0
                for (column, sourceColumn) in columns.enumerated() {
                    let source = sourceRow * width + sourceColumn
                    sum += cells[source]
                    count += counts[source]
                    let at = row * width + column
                    sums[at] = row > 0 ? sums[at - width] + sum : sum
                    self.counts[at] = row > 0 ? self.counts[at - width] + count : count
                }
            }
        }
    }

    /// How much the best cross of two cuts gains beyond what the cuts gain alone (FAST, Lou et al., 2013).
    func interaction(_ cells: UnsafePointer<SIMD2<Double>>, _ counts: UnsafePointer<Double>, _ first: Axis, _ second: Axis) -> Double {
        let rows = order(cells, along: first, across: second, isFirst: true)
        let columns = order(cells, along: second, across: first, isFirst: false)
        let table = Cumulative(cells, counts, rows: rows, columns: columns)
        let width = second.size
        guard let total = table.sums.last, let totalCount = table.counts.last else { return 0 }
        let parent = finder.saving(total.x, total.y)
        var best = 0.0
        table.sums.withUnsafeBufferPointer { sums in
            for row in 0..<(first.size - 1) {
                let top = sums[row * width + width - 1]
                let bottom = total - top
                let rowGain = finder.saving(top.x, top.y) + finder.saving(bottom.x, bottom.y)
                for column in 0..<(width - 1) {
                    let left = sums[(first.size - 1) * width + column]
                    let right = total - left
                    let topLeft = sums[row * width + column]
                    let topRight = top - topLeft
                    let bottomLeft = left - topLeft
                    let bottomRight = bottom - bottomLeft
                    let count = table.counts[row * width + column]
                    let topCount = table.counts[row * width + width - 1]
                    let leftCount = table.counts[(first.size - 1) * width + column]
                    let least = min(min(count, topCount - count), min(leftCount - count, totalCount - topCount - leftCount + count))
                    if least < minimumCount { continue }
                    let crossed =
                        finder.saving(topLeft.x, topLeft.y) + finder.saving(topRight.x, topRight.y)
                        + finder.saving(bottomLeft.x, bottomLeft.y) + finder.saving(bottomRight.x, bottomRight.y)
                    let alone = rowGain + finder.saving(left.x, left.y) + finder.saving(right.x, right.y) - parent
                    if crossed - alone > best { best = crossed - alone }
                }
            }
        }
        return best
    }

    /// The order of an axis: as it is, or categories by how their effect turns across the other axis.
    func order(_ cells: UnsafePointer<SIMD2<Double>>, along axis: Axis, across other: Axis, isFirst: Bool) -> [Int] {
        let natural = Array(0..<axis.size)
        if !axis.isCategorical { return natural }
        func cell(_ own: Int, _ across: Int) -> SIMD2<Double> {
            isFirst ? cells[own * other.size + across] : cells[across * axis.size + own]
        }
        var marginal = [Double](repeating: 0, count: other.size)
        for across in 0..<other.size { for own in 0..<axis.size { marginal[across] += cell(own, across).y } }
        let half = marginal.reduce(0, +) / 2
        var running = 0.0
        var middle = 0
        while middle < other.size - 1, running + marginal[middle] < half {
            running += marginal[middle]
            middle += 1
        }
        let slopes = natural.map { own in
            var low = SIMD2<Double>.zero
            var high = SIMD2<Double>.zero
            for across in 0..<other.size { if across < middle { low += cell(own, across) } else { high += cell(own, across) } }
            return high.x / (high.y + finder.categorySmoothing) - low.x / (low.y + finder.categorySmoothing)
        }
        return natural.sorted { (slopes[$0], $0) < (slopes[$1], $1) }
    }

    /// The best tree over the cells, or nil if none gains.
    func best(_ cells: UnsafePointer<SIMD2<Double>>, _ counts: UnsafePointer<Double>, _ first: Axis, _ second: Axis) -> PairTree? {
        let rows = order(cells, along: first, across: second, isFirst: true)
        let columns = order(cells, along: second, across: first, isFirst: false)
        let table = Cumulative(cells, counts, rows: rows, columns: columns)
        let byRow = cuts(table, outer: first, inner: second, outerStride: second.size, innerStride: 1)
        let byColumn = cuts(table, outer: second, inner: first, outerStride: 1, innerStride: second.size)
        guard let best = [byRow, byColumn].compactMap({ $0 }).max(by: { $0.gain < $1.gain }) else { return nil }
        let isByRow = best.gain == byRow?.gain
        var leafOfCell = [UInt8](repeating: 0, count: first.size * second.size)
        for (row, sourceRow) in rows.enumerated() {
            for (column, sourceColumn) in columns.enumerated() {
                let (outer, inner) = isByRow ? (row, column) : (column, row)
                let isLow = outer <= best.outer
                let leaf = isLow ? (inner <= best.low ? 0 : 1) : (inner <= best.high ? 2 : 3)
                leafOfCell[sourceRow * second.size + sourceColumn] = UInt8(leaf)
            }
        }
        return PairTree(gain: best.gain, leafOfCell: leafOfCell, leaves: best.leaves)
    }

    private struct Cuts {
        var gain: Double
        var outer: Int
        var low: Int
        var high: Int
        var leaves: [Double]
    }

    private struct Inner {
        var cut: Int
        var saved: Double
        var low: Double
        var high: Double
    }

    private func cuts(_ table: Cumulative, outer: Axis, inner: Axis, outerStride: Int, innerStride: Int) -> Cuts? {
        guard let total = table.sums.last, let totalCount = table.counts.last else { return nil }
        let parent = finder.saving(total.x, total.y)
        let lastInner = (inner.size - 1) * innerStride
        let lastOuter = (outer.size - 1) * outerStride
        var best: Cuts?
        table.sums.withUnsafeBufferPointer { sums in
            table.counts.withUnsafeBufferPointer { counts in
                for cut in 0..<(outer.size - 1) {
                    let at = cut * outerStride
                    let lowTotal = sums[at + lastInner]
                    let lowCount = counts[at + lastInner]
                    if lowCount < minimumCount || lowTotal.y < finder.minimumHessian { continue }
                    if totalCount - lowCount < minimumCount || total.y - lowTotal.y < finder.minimumHessian { break }
                    var low = Inner(
                        cut: inner.size - 1,
                        saved: finder.saving(lowTotal.x, lowTotal.y),
                        low: finder.leaf(lowTotal.x, lowTotal.y),
                        high: finder.leaf(lowTotal.x, lowTotal.y)
                    )
                    let highTotal = total - lowTotal
                    let highCount = totalCount - lowCount
                    var high = Inner(
                        cut: inner.size - 1,
                        saved: finder.saving(highTotal.x, highTotal.y),
                        low: finder.leaf(highTotal.x, highTotal.y),
                        high: finder.leaf(highTotal.x, highTotal.y)
                    )
                    for position in 0..<(inner.size - 1) {
                        let step = position * innerStride
                        let lowSum = sums[at + step]
                        let lowRows = counts[at + step]
                        consider(&low, position, lowSum, lowRows, lowTotal, lowCount, inner.monotonicity)
                        consider(
                            &high,
                            position,
                            sums[lastOuter + step] - lowSum,
                            counts[lastOuter + step] - lowRows,
                            highTotal,
                            highCount,
                            inner.monotonicity
                        )
                    }
                    let gain = low.saved + high.saved - parent
                    if gain <= (best?.gain ?? 0) { continue }
                    if !holds(outer.monotonicity, low, high) { continue }
                    best = Cuts(gain: gain, outer: cut, low: low.cut, high: high.cut, leaves: [low.low, low.high, high.low, high.high])
                }
            }
        }
        return best
    }

    @inline(__always)
    private func consider(
        _ inner: inout Inner,
        _ position: Int,
        _ left: SIMD2<Double>,
        _ leftCount: Double,
        _ total: SIMD2<Double>,
        _ totalCount: Double,
        _ monotonicity: Monotonicity
    ) {
        let right = total - left
        if leftCount < minimumCount || totalCount - leftCount < minimumCount { return }
        if left.y < finder.minimumHessian || right.y < finder.minimumHessian { return }
        let saved = finder.saving(left.x, left.y) + finder.saving(right.x, right.y)
        if saved <= inner.saved { return }
        let low = finder.leaf(left.x, left.y)
        let high = finder.leaf(right.x, right.y)
        if (high - low) * Double(monotonicity.rawValue) < 0 { return }
        inner = Inner(cut: position, saved: saved, low: low, high: high)
    }

    /// Whether the far side of the outer cut keeps to its side of the near one wherever both have cells.
    private func holds(_ monotonicity: Monotonicity, _ low: Inner, _ high: Inner) -> Bool {
        if monotonicity == .none { return true }
        let sign = Double(monotonicity.rawValue)
        var overlaps = [(low.low, high.low), (low.high, high.high)]
        if low.cut < high.cut { overlaps.append((low.high, high.low)) }
        if high.cut < low.cut { overlaps.append((low.low, high.high)) }
        return overlaps.allSatisfy { ($1 - $0) * sign >= 0 }
    }
}
