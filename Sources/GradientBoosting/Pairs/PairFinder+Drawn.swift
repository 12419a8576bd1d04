extension PairFinder {
    /// A cross of the two cuts that `draws` (in [0, 1)) pick, or nil if there is none or it breaks a constraint.
    ///
    /// A quadrant with too few rows adds nothing.
    func drawn(
        _ cells: UnsafePointer<SIMD2<Double>>,
        _ counts: UnsafePointer<Double>,
        _ first: Axis,
        _ second: Axis,
        by draws: (Double, Double)
    ) -> PairTree? {
        if first.size < 2 || second.size < 2 { return nil }
        let rows = order(cells, along: first, across: second, isFirst: true)
        let columns = order(cells, along: second, across: first, isFirst: false)
        let cutRow = Int(draws.0 * Double(first.size - 1))
        let cutColumn = Int(draws.1 * Double(second.size - 1))
        var sums = [SIMD2<Double>](repeating: .zero, count: 4)
        var rowCounts = [Double](repeating: 0, count: 4)
        var leafOfCell = [UInt8](repeating: 0, count: first.size * second.size)
        for (row, sourceRow) in rows.enumerated() {
            for (column, sourceColumn) in columns.enumerated() {
                let cell = sourceRow * second.size + sourceColumn
                let leaf = (row <= cutRow ? 0 : 2) + (column <= cutColumn ? 0 : 1)
                leafOfCell[cell] = UInt8(leaf)
                sums[leaf] += cells[cell]
                rowCounts[leaf] += counts[cell]
            }
        }
        let leaves = (0..<4).map { leaf in
            rowCounts[leaf] < minimumCount || sums[leaf].y < finder.minimumHessian ? 0 : finder.leaf(sums[leaf].x, sums[leaf].y)
        }
        for (monotonicity, pairs) in [(first.monotonicity, [(0, 2), (1, 3)]), (second.monotonicity, [(0, 1), (2, 3)])] {
            for (low, high) in pairs where (leaves[high] - leaves[low]) * Double(monotonicity.rawValue) < 0 { return nil }
        }
        return PairTree(gain: 0, leafOfCell: leafOfCell, leaves: leaves)
    }
}
