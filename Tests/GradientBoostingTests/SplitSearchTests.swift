import Testing

@testable import GradientBoosting

@Suite struct SplitSearchTests {
    /// Every split and every gain of a run, with and without leaving out histograms that cannot win.
    private func path(_ objective: Objective, isLazy: Bool, isJoint: Bool = false, rounds: Int) throws -> (tables: [[Double]], summed: Int)
    {
        let sample = try Sample.mixed(rows: 6_000, seed: 21, binary: objective == .logLoss)
        var labels = sample.labels
        if objective == .gamma { labels = labels.map { abs($0) + 0.1 } }
        let options = BoostingOptions(objective: objective, rounds: rounds)
        let binner = QuantileBinner(maximumBins: 255)
        let features = sample.table.columns.compactMap { column in
            switch column.values {
            case .numeric(let values): binner.numericBins(name: column.name, values: values, rows: nil, weights: nil)
            case .categorical(let values): binner.categoricalBins(name: column.name, values: values, rows: nil, weights: nil)
            }
        }
        let rows = RowStore(
            table: BinnedTable(table: sample.table, features: features, rows: nil, threads: 1),
            labels: labels,
            weights: nil
        )
        let kernel = options.objective.kernel(options, labels: labels, weights: nil)
        let base = kernel.baseScore(labels: labels, weights: nil)
        rows.setStates(kernel, scores: labels.map { _ in base })
        let search = SplitSearch(
            rows: rows,
            kernel: kernel,
            options: options,
            monotone: features.map { _ in .none },
            isLazy: isLazy,
            isJoint: isJoint
        )
        var tables = features.map { [Double](repeating: 0, count: $0.count + 1) }
        var move: SplitSearch.Move?
        for _ in 0..<rounds {
            guard let (feature, split) = search.best(after: move, wanted: Array(features.indices)) else { break }
            let missing = features[feature].missing
            let deltas = (0...missing).map { (split.goesLeft($0, missing: missing) ? split.left : split.right) * 0.1 }
            for bin in deltas.indices { tables[feature][bin] += deltas[bin] }
            move = SplitSearch.Move(feature: feature, deltas: deltas, steps: deltas.map { kernel.step($0) })
        }
        return (tables, search.histogramsSummed)
    }

    @Test(arguments: [Objective.logLoss, .squaredError, .gamma]) func leavingOutHopelessFeaturesChangesNoBit(objective: Objective) throws {
        let full = try path(objective, isLazy: false, rounds: 200)
        let lazy = try path(objective, isLazy: true, rounds: 200)
        #expect(lazy.tables == full.tables)
        #expect(lazy.summed < full.summed * 8 / 10)
    }

    @Test func jointCountsCarryHistogramsWithoutReadingRows() throws {
        let full = try path(.squaredError, isLazy: false, rounds: 200)
        let joint = try path(.squaredError, isLazy: false, isJoint: true, rounds: 200)
        #expect(joint.summed == 5)
        // Sums of single-precision residuals err by some 1e-6; the carried sums do not.
        for (ours, theirs) in zip(joint.tables.joined(), full.tables.joined()) { #expect(abs(ours - theirs) < 1e-4) }
    }
}
