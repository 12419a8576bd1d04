extension SplitFinder {
    /// A stump whose cut `draw` (in [0, 1)) picks among those that keep enough rows on both sides, or nil if there is none.
    ///
    /// The mean of stumps cut anywhere is a smooth curve, where the best cuts of a small sample pile up at its accidents.
    func drawn(
        _ histogram: UnsafePointer<SIMD2<Double>>,
        counts: UnsafePointer<Double>,
        bins: Int,
        monotonicity: Monotonicity,
        by draw: Double
    ) -> StumpSplit? {
        var total = SIMD2<Double>.zero
        var totalCount = 0.0
        for bin in 0...bins {
            total += histogram[bin]
            totalCount += counts[bin]
        }
        // Missing values go where their own gradient points.
        let missing = histogram[bins]
        func isFit(_ left: SIMD2<Double>, _ count: Double) -> Bool {
            count >= minimumCount && totalCount - count >= minimumCount && left.y >= minimumHessian && total.y - left.y >= minimumHessian
        }
        var fitting = 0
        var left = SIMD2<Double>.zero
        var count = 0.0
        for bin in 0..<max(0, bins - 1) where counts[bin] > 0 {
            left += histogram[bin]
            count += counts[bin]
            if isFit(left, count) { fitting += 1 }
        }
        if fitting == 0 { return best(histogram, counts: counts, bins: bins, monotonicity: monotonicity) }
        var skipped = Int(draw * Double(fitting))
        left = .zero
        count = 0
        for bin in 0..<(bins - 1) where counts[bin] > 0 {
            left += histogram[bin]
            count += counts[bin]
            if !isFit(left, count) { continue }
            if skipped > 0 {
                skipped -= 1
                continue
            }
            let withMissing = left + missing
            let alone = saving(left.x, left.y) + saving(total.x - left.x, total.y - left.y)
            let together = saving(withMissing.x, withMissing.y) + saving(total.x - withMissing.x, total.y - withMissing.y)
            let missingLeft = together > alone
            let near = missingLeft ? withMissing : left
            let far = total - near
            let (low, high) = (leaf(near.x, near.y), leaf(far.x, far.y))
            if (high - low) * Double(monotonicity.rawValue) < 0 { return nil }
            return StumpSplit(
                gain: max(alone, together) - saving(total.x, total.y),
                side: .ordered(last: bin, missingLeft: missingLeft),
                left: low,
                right: high
            )
        }
        return nil
    }
}
