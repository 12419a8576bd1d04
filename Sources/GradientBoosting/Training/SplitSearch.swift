/// Finds the best stump over all features each round, summing no more histograms than it must.
///
/// A feature's histogram goes stale when another feature moves the scores, but only so far: the moved feature's own
/// histogram tells how much gradient moved in all, and the step how much any hessian can have changed. Where the bound on
/// the gain that follows lies below a gain already found, the stale feature cannot win and its rows are not read. The result
/// has the same bits as reading all rows of all features every round.
final class SplitSearch {
    /// A step of the score: what each bin of a feature adds.
    struct Move {
        let feature: Int
        let deltas: [Double]
        let steps: [Float]
    }

    /// How far a stale histogram may be from the truth.
    struct Drift {
        /// The most that gradients may have risen, summed over any rows.
        var rise = 0.0
        /// The most that gradients may have fallen, summed over any rows.
        var fall = 0.0
        /// The most that the score of any row may have moved.
        var path = 0.0
    }

    /// Rows below which bounds cost more than they save.
    static let lazyRows = 32_768

    let pass: HistogramPass
    /// The rows in each bin, 256 entries a feature.
    let counts: [Double]
    private let countsBuffer: UnsafeMutablePointer<Double>
    private let features: [FeatureBins]
    private let monotone: [Monotonicity]
    private let finder: SplitFinder
    private let isLazy: Bool
    private let joint: JointCounts?
    private var drifts: [Drift]
    private var lastGains: [Double]
    private var isStarted = false
    /// Histograms summed so far, for tests of the saving.
    private(set) var histogramsSummed = 0

    init(
        rows: RowStore,
        kernel: any LossKernel,
        options: BoostingOptions,
        monotone: [Monotonicity],
        isLazy: Bool? = nil,
        isJoint: Bool? = nil
    ) {
        features = rows.table.features
        self.monotone = monotone
        finder = SplitFinder(options)
        pass = HistogramPass(rows: rows, kernel: kernel, threads: options.threads)
        counts = Booster.counts(rows, threads: options.threads)
        countsBuffer = .allocate(capacity: counts.count)
        countsBuffer.initialize(from: counts, count: counts.count)
        let isPossible =
            kernel.isHessianSlopeBounded && options.schedule == .greedy && options.rowSubsample == 1 && options.featureSubsample == 1
        self.isLazy = isPossible && (isLazy ?? (rows.count >= Self.lazyRows))
        let followsExactly = kernel is SquaredError && rows.weights == nil && options.rowSubsample == 1
        let pays = isJoint ?? JointCounts.pay(features: features.count, rows: rows.count)
        joint = followsExactly && pays ? JointCounts(rows: rows, threads: options.threads) : nil
        drifts = features.map { _ in Drift() }
        lastGains = features.map { _ in 0 }
    }

    deinit { countsBuffer.deallocate() }

    /// Applies the move to the rows and finds the best stump among the wanted features, or the one that `draw` picks.
    func best(after move: Move?, wanted: [Int], draw: Double? = nil) -> (feature: Int, split: StumpSplit)? {
        if let joint {
            if let move, isStarted {
                follow(move, joint)
            } else if !isStarted {
                pass.run(moved: nil, steps: [0], wanted: Array(features.indices))
                histogramsSummed += features.count
                isStarted = true
            }
            var best: (feature: Int, split: StumpSplit)?
            for feature in wanted { consider(feature, &best, draw) }
            return best
        }
        if isLazy, isStarted, draw == nil, let move { return lazyBest(move) }
        // A round of one feature leaves the others' histograms stale by more than is known.
        isStarted = wanted.count == features.count
        pass.run(moved: move?.feature, steps: move?.steps ?? [0], wanted: wanted)
        histogramsSummed += wanted.count
        var best: (feature: Int, split: StumpSplit)?
        for feature in wanted { consider(feature, &best, draw) }
        return best
    }

    /// Carries every histogram over a step of squared error: the gradient of a row moves by the step of its bin.
    private func follow(_ move: Move, _ joint: JointCounts) {
        // A stump has two steps, so the rows of one side suffice.
        let low = move.deltas.min() ?? 0
        let rise = (move.deltas.max() ?? 0) - low
        var raised: [Range<Int>] = []
        for (bin, delta) in move.deltas.enumerated() where delta != low {
            if let last = raised.last, last.upperBound == bin {
                raised[raised.count - 1] = last.lowerBound..<(bin + 1)
            } else {
                raised.append(bin..<(bin + 1))
            }
        }
        let table = joint.with(move.feature)
        for feature in features.indices {
            let histogram = pass.histograms + feature * RowStore.binLimit
            let counts = countsOf(feature)
            for bin in 0...features[feature].count {
                let shared = table + (feature * RowStore.binLimit + bin) * RowStore.binLimit
                var above: UInt32 = 0
                for range in raised { for own in range { above &+= shared[own] } }
                histogram[bin].x += low * counts[bin] + rise * Double(above)
            }
        }
    }

    private func lazyBest(_ move: Move) -> (feature: Int, split: StumpSplit)? {
        let moved = move.feature
        let before = Array(UnsafeBufferPointer(start: histogram(moved), count: move.deltas.count))
        // The moved feature is needed for the bounds, and the runner-up is the likeliest winner.
        var fresh: Set<Int> = [moved]
        if let guess = features.indices.filter({ $0 != moved }).max(by: { lastGains[$0] < lastGains[$1] }) { fresh.insert(guess) }
        let first = fresh.sorted()
        pass.run(moved: moved, steps: move.steps, wanted: first)
        histogramsSummed += first.count

        var drift = Drift()
        var total = SIMD2<Double>.zero
        for (bin, delta) in move.deltas.enumerated() {
            let now = histogram(moved)[bin]
            total += now
            // The gradient of every row moves the way its score does.
            let change = abs(now.x - before[bin].x) + 1e-6 * (abs(now.x) + abs(before[bin].x))
            if delta > 0 { drift.rise += change } else { drift.fall += change }
            drift.path = max(drift.path, abs(delta))
        }
        for feature in features.indices {
            drifts[feature].rise += drift.rise
            drifts[feature].fall += drift.fall
            drifts[feature].path += drift.path
        }

        var best: (feature: Int, split: StumpSplit)?
        for feature in first { consider(feature, &best) }
        var waiting: [(feature: Int, bound: Double)] = []
        for feature in features.indices where !fresh.contains(feature) {
            let bound =
                features[feature].isCategorical
                ? Double.infinity
                : finder.bound(
                    histogram(feature),
                    counts: countsOf(feature),
                    bins: features[feature].count,
                    total: total,
                    drift: drifts[feature]
                )
            waiting.append((feature, bound))
        }
        waiting.sort { ($1.bound, $0.feature) < ($0.bound, $1.feature) }
        var next = 0
        while next < waiting.count {
            // Two at a time: the likely winner raises the bar for the rest.
            let batch = waiting[next..<min(waiting.count, next + 2)].filter { $0.bound >= best?.split.gain ?? 0 }.map(\.feature).sorted()
            if batch.isEmpty { break }
            pass.run(moved: nil, steps: [0], wanted: batch, refresh: false)
            histogramsSummed += batch.count
            for feature in batch { consider(feature, &best) }
            next += 2
        }
        return best
    }

    /// Searches a fresh histogram; of equal gains the first feature wins.
    private func consider(_ feature: Int, _ best: inout (feature: Int, split: StumpSplit)?, _ draw: Double? = nil) {
        drifts[feature] = Drift()
        let bins = features[feature].count
        let (histogram, counts) = (histogram(feature), countsOf(feature))
        let split =
            if features[feature].isCategorical {
                finder.bestSubset(histogram, counts: counts, bins: bins)
            } else if let draw {
                finder.drawn(histogram, counts: counts, bins: bins, monotonicity: monotone[feature], by: draw)
            } else {
                finder.best(histogram, counts: counts, bins: bins, monotonicity: monotone[feature])
            }
        lastGains[feature] = split?.gain ?? 0
        guard let split else { return }
        if let current = best, (current.split.gain, -current.feature) > (split.gain, -feature) { return }
        best = (feature, split)
    }

    private func histogram(_ feature: Int) -> UnsafePointer<SIMD2<Double>> {
        UnsafePointer(pass.histograms + feature * RowStore.binLimit)
    }

    private func countsOf(_ feature: Int) -> UnsafePointer<Double> {
        UnsafePointer(countsBuffer + feature * RowStore.binLimit)
    }
}
