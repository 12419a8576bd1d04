/// How much each pair interacts, over all rows or over those outside each fold.
extension PairBooster {
    /// Every pair with how much its best cross gains beyond its cuts, at the rows' present states.
    func interactions() -> [(pair: FeaturePair, gain: Double)] {
        pass.refresh()
        let pairs = everyPair
        var gains = [Double](repeating: 0, count: pairs.count)
        gains.withUnsafeMutableBufferPointer { gains in
            nonisolated(unsafe) let gains = gains
            nonisolated(unsafe) let booster = self
            concurrently(pairs.count, threads: pass.threads) { index in
                gains[index] = booster.interaction(pairs[index])
            }
        }
        return zip(pairs, gains).map { ($0, $1) }
    }

    private var everyPair: [FeaturePair] {
        let usable = axes.indices.filter { axes[$0].size > 2 }
        return usable.enumerated().flatMap { position, first in
            usable[(position + 1)...].map { FeaturePair(first: first, second: $0) }
        }
    }

    /// Every pair with its gains over the rows outside each fold, at the rows' present states.
    func interactions(outside folds: [Int], count: Int) -> [(pair: FeaturePair, gains: [Double])] {
        pass.refresh()
        let pairs = everyPair
        let gains = Slots<[Double]>(count: pairs.count)
        nonisolated(unsafe) let booster = self
        concurrently(pairs.count, threads: pass.threads) { gains[$0] = booster.interaction(pairs[$0], outside: folds, count: count) }
        return zip(pairs, gains.values).map { ($0, $1) }
    }

    private func interaction(_ pair: FeaturePair, outside folds: [Int], count: Int) -> [Double] {
        let (first, second) = (axes[pair.first], axes[pair.second])
        let size = first.size * second.size
        var cells = [SIMD2<Double>](repeating: .zero, count: size * count)
        var counts = [Double](repeating: 0, count: size * count)
        let (a, b) = (columns.bins(pair.first), columns.bins(pair.second))
        for row in 0..<rows.count {
            let cell = folds[row] * size + Int(a[row]) * second.size + Int(b[row])
            cells[cell] += SIMD2<Double>(rows.pairs[row])
            counts[cell] += 1
        }
        return (0..<count).map { left in
            var outside = [SIMD2<Double>](repeating: .zero, count: size)
            var outsideCounts = [Double](repeating: 0, count: size)
            for fold in 0..<count where fold != left {
                for cell in 0..<size {
                    outside[cell] += cells[fold * size + cell]
                    outsideCounts[cell] += counts[fold * size + cell]
                }
            }
            return finder.interaction(outside, outsideCounts, first, second)
        }
    }

    private func interaction(_ pair: FeaturePair) -> Double {
        let (first, second) = (axes[pair.first], axes[pair.second])
        var cells = [SIMD2<Double>](repeating: .zero, count: first.size * second.size)
        var counts = [Double](repeating: 0, count: cells.count)
        // An even sample ranks pairs as well and keeps the cost from growing with the rows.
        let stride = max(1, rows.count / 200_000)
        let (a, b) = (columns.bins(pair.first), columns.bins(pair.second))
        var row = 0
        while row < rows.count {
            let cell = Int(a[row]) * second.size + Int(b[row])
            cells[cell] += SIMD2<Double>(rows.pairs[row])
            counts[cell] += 1
            row += stride
        }
        return finder.interaction(cells, counts, first, second)
    }
}
