import Testing

@testable import GradientBoosting

/// Which pairs bags try, and which of them stay.
@Suite struct PairChoiceTests {
    private let options = BoostingOptions(objective: .squaredError)

    private func store(_ sample: Sample, labels: [Double]) -> RowStore {
        let binner = QuantileBinner(maximumBins: 20)
        let features = sample.table.columns.compactMap { column in
            switch column.values {
            case .numeric(let values): binner.numericBins(name: column.name, values: values, rows: nil, weights: nil)
            case .categorical(let values): binner.categoricalBins(name: column.name, values: values, rows: nil, weights: nil)
            }
        }
        return RowStore(
            table: BinnedTable(table: sample.table, features: features, rows: nil, threads: 1),
            labels: labels,
            weights: nil
        )
    }

    private func gains(_ sample: Sample, labels: [Double], folds: [Int]) -> [[Double]] {
        let rows = store(sample, labels: labels)
        let kernel = options.objective.kernel(options, labels: labels, weights: nil)
        rows.setStates(kernel, scores: labels.map { _ in 0 })
        let ranker = PairBooster(
            options: options,
            pairOptions: PairOptions(),
            kernel: kernel,
            rows: rows,
            held: nil,
            grid: PairGrid(features: rows.table.features, counts: Booster.counts(rows, threads: 1), maximumBins: 32),
            monotone: rows.table.features.map { _ in .none },
            threads: 2
        )
        return ranker.interactions(outside: folds, count: 3).map(\.gains)
    }

    @Test func aRankingKnowsNothingOfTheRowsLeftOut() throws {
        let sample = try PairTests.crossed(rows: 900, seed: 5)
        let folds = (0..<900).map { $0 % 3 }
        let before = gains(sample, labels: sample.labels, folds: folds)
        let labels = zip(sample.labels, folds).map { $1 == 1 ? -5 * $0 : $0 }
        let after = gains(sample, labels: labels, folds: folds)
        #expect(before.count == 6)
        for (old, new) in zip(before, after) {
            #expect(old[1] == new[1])
            #expect(old[0] != new[0] && old[2] != new[2])
        }
    }

    @Test func everyPairThatHelpsNobodyGoes() throws {
        let sample = try PairTests.crossed(rows: 200, seed: 6)
        let rows = store(sample, labels: sample.labels)
        let run = TrainingRun(
            options: options,
            kernel: options.objective.kernel(options, labels: sample.labels, weights: nil),
            monotone: rows.table.features.map { _ in .none },
            all: rows,
            held: nil,
            offsets: nil,
            heldOffsets: nil
        )
        // Of six pairs the third makes half the error good; each of the others adds error, less and less of it.
        run.pairs = (0..<4).flatMap { first in (first + 1..<4).map { FeaturePair(first: first, second: $0) } }
        var generator = SeededGenerator(seed: 7)
        let effects = run.pairs.indices.map { pair in
            pair == 2 ? sample.labels.map { $0 / 2 } : sample.labels.map { _ in (generator.unit() - 0.5) * Double(6 - pair) }
        }
        func loss(_ kept: [Int]) -> Double {
            let scores = sample.labels.indices.map { row in kept.reduce(0) { $0 + effects[$1][row] } }
            return Booster.meanLoss(run.kernel, rows, scores)
        }
        let everything = sample.labels.indices.map { row in effects.reduce(0) { $0 + $1[row] } }
        let losses = run.pairs.indices.map { left in loss(run.pairs.indices.filter { $0 != left }) }
        let kept = run.dropping(effects, from: everything, losses, rows)
        #expect(kept == [2])
    }
}
