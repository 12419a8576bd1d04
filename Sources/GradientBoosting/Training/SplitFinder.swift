internal import Foundation

/// Finds the stump of largest gain in one feature's histogram (second-order gain of Chen and Guestrin, 2016).
struct SplitFinder: Sendable {
    let l1: Double
    let l2: Double
    let minimumHessian: Double
    let minimumCount: Double
    /// Added to the hessian when categories are ordered and scored, so that rare ones do not lead by chance.
    let categorySmoothing = 10.0

    init(_ options: BoostingOptions) {
        l1 = options.l1
        l2 = options.l2
        minimumHessian = options.minimumHessian
        // Counts are of all rows, so a row sample needs its share of them.
        minimumCount = Double(options.minimumCount) / options.rowSubsample
    }

    /// The leaf for sums of gradients and hessians: `-soft(G, l1) / (H + l2)`.
    @inline(__always)
    func leaf(_ gradient: Double, _ hessian: Double, extraL2: Double = 0) -> Double {
        let denominator = hessian + l2 + extraL2
        return denominator > 0 ? -soft(gradient) / denominator : 0
    }

    /// Twice the loss that the best leaf saves: `soft(G, l1)^2 / (H + l2)`.
    @inline(__always)
    func saving(_ gradient: Double, _ hessian: Double, extraL2: Double = 0) -> Double {
        let denominator = hessian + l2 + extraL2
        let gradient = soft(gradient)
        return denominator > 0 ? gradient * gradient / denominator : 0
    }

    @inline(__always)
    private func soft(_ gradient: Double) -> Double {
        if l1 == 0 { return gradient }
        return gradient > l1 ? gradient - l1 : gradient < -l1 ? gradient + l1 : 0
    }

    /// The best stump of an ordered feature, or nil if none gains.
    func best(
        _ histogram: UnsafePointer<SIMD2<Double>>,
        counts: UnsafePointer<Double>,
        bins: Int,
        monotonicity: Monotonicity
    ) -> StumpSplit? {
        var total = SIMD2<Double>.zero
        var totalCount = 0.0
        for bin in 0...bins {
            total += histogram[bin]
            totalCount += counts[bin]
        }
        let parent = saving(total.x, total.y)
        let missing = histogram[bins]
        let hasMissing = counts[bins] > 0
        var bestGain = 0.0
        var best: (last: Int, missingLeft: Bool, left: SIMD2<Double>)?
        for side in 0..<(hasMissing ? 2 : 1) {
            let missingLeft = side == 1
            var left = missingLeft ? missing : .zero
            var leftCount = missingLeft ? counts[bins] : 0
            // The last value bin is a boundary only where missing values stand on the other side.
            let end = hasMissing && !missingLeft ? bins : bins - 1
            for bin in 0..<max(0, end) {
                left += histogram[bin]
                leftCount += counts[bin]
                if counts[bin] == 0 { continue }
                let right = total - left
                if leftCount < minimumCount || left.y < minimumHessian { continue }
                if totalCount - leftCount < minimumCount || right.y < minimumHessian { break }
                let gain = saving(left.x, left.y) + saving(right.x, right.y) - parent
                if gain <= bestGain { continue }
                if monotonicity != .none, bin < bins - 1 || missingLeft {
                    let rise = leaf(right.x, right.y) - leaf(left.x, left.y)
                    if rise * Double(monotonicity.rawValue) < 0 { continue }
                }
                bestGain = gain
                best = (bin, missingLeft, left)
            }
        }
        guard let best else { return nil }
        let right = total - best.left
        return StumpSplit(
            gain: bestGain,
            side: .ordered(last: best.last, missingLeft: best.missingLeft),
            left: leaf(best.left.x, best.left.y),
            right: leaf(right.x, right.y)
        )
    }

    /// A gain that no stump of this feature can exceed, from a stale histogram and how far it may have drifted.
    ///
    /// Over any rows the gradient moved by no more than `rise` up and `fall` down, and by no more than their hessian times
    /// `exp(path) - 1`; a hessian shrank to no less than `exp(-path)` of itself. The gain is convex in the left gradient, so
    /// its largest value lies at an end of what that allows.
    func bound(
        _ histogram: UnsafePointer<SIMD2<Double>>,
        counts: UnsafePointer<Double>,
        bins: Int,
        total: SIMD2<Double>,
        drift: SplitSearch.Drift
    ) -> Double {
        var stale = SIMD2<Double>.zero
        var totalCount = 0.0
        for bin in 0...bins {
            stale += histogram[bin]
            totalCount += counts[bin]
        }
        let growth = exp(drift.path)
        let shrink = 1 / growth
        let parent = saving(total.x, total.y)
        var best = 0.0
        let hasMissing = counts[bins] > 0
        for side in 0..<(hasMissing ? 2 : 1) {
            let missingLeft = side == 1
            var left = missingLeft ? histogram[bins] : .zero
            var leftCount = missingLeft ? counts[bins] : 0
            let end = hasMissing && !missingLeft ? bins : bins - 1
            for bin in 0..<max(0, end) {
                left += histogram[bin]
                leftCount += counts[bin]
                if counts[bin] == 0 || leftCount < minimumCount { continue }
                if totalCount - leftCount < minimumCount { break }
                let right = stale - left
                let leftReach = left.y * (growth - 1)
                let rightReach = right.y * (growth - 1)
                let low = max(left.x - min(drift.fall, leftReach), total.x - right.x - min(drift.rise, rightReach))
                let high = min(left.x + min(drift.rise, leftReach), total.x - right.x + min(drift.fall, rightReach))
                let leftHessian = left.y * shrink
                let rightHessian = right.y * shrink
                let atLow = saving(low, leftHessian) + saving(total.x - low, rightHessian)
                let atHigh = saving(high, leftHessian) + saving(total.x - high, rightHessian)
                best = max(best, max(atLow, atHigh) - parent)
            }
        }
        // Sums of floats err by some 1e-6 of what they add up.
        return best * 1.0001 + 1e-5 * (parent + 1e-3)
    }

    /// The best stump of a categorical feature: bins ordered by mean gradient, then split as if ordered (Fisher, 1958).
    func bestSubset(
        _ histogram: UnsafePointer<SIMD2<Double>>,
        counts: UnsafePointer<Double>,
        bins: Int
    ) -> StumpSplit? {
        var total = SIMD2<Double>.zero
        var totalCount = 0.0
        for bin in 0...bins {
            total += histogram[bin]
            totalCount += counts[bin]
        }
        let order = (0...bins).filter { counts[$0] > 0 }.map { bin in
            (bin: bin, mean: histogram[bin].x / (histogram[bin].y + categorySmoothing))
        }.sorted { ($0.mean, $0.bin) < ($1.mean, $1.bin) }.map(\.bin)
        let parent = saving(total.x, total.y, extraL2: categorySmoothing)
        var left = SIMD2<Double>.zero
        var leftCount = 0.0
        var bestGain = 0.0
        var best: (length: Int, left: SIMD2<Double>)?
        for (index, bin) in order.dropLast().enumerated() {
            left += histogram[bin]
            leftCount += counts[bin]
            let right = total - left
            if leftCount < minimumCount || left.y < minimumHessian { continue }
            if totalCount - leftCount < minimumCount || right.y < minimumHessian { break }
            let gain =
                saving(left.x, left.y, extraL2: categorySmoothing) + saving(right.x, right.y, extraL2: categorySmoothing) - parent
            if gain > bestGain {
                bestGain = gain
                best = (index + 1, left)
            }
        }
        guard let best else { return nil }
        var marks = [Bool](repeating: false, count: bins + 1)
        for bin in order.prefix(best.length) { marks[bin] = true }
        let right = total - best.left
        return StumpSplit(
            gain: bestGain,
            side: .subset(marks),
            left: leaf(best.left.x, best.left.y, extraL2: categorySmoothing),
            right: leaf(right.x, right.y, extraL2: categorySmoothing)
        )
    }
}
