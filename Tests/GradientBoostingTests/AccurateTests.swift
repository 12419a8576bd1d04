import Foundation
import Testing

@testable import GradientBoosting

/// The preset for accuracy: bags in step, cuts drawn at random, pairs dropped one by one.
@Suite struct AccurateTests {
    private func options(_ objective: Objective, _ sample: Sample) -> BoostingOptions {
        .accurate(objective: objective, rows: sample.table.rowCount, features: sample.table.columns.count, seed: 3)
    }

    private func rootMeanSquare(_ model: AdditiveModel, _ sample: Sample) throws -> Double {
        let squares = zip(try model.scores(sample.table), sample.labels).map { ($0 - $1) * ($0 - $1) }
        return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    }

    @Test func itBeatsThePlainModelOnRowsNeverSeen() throws {
        let train = try PairTests.crossed(rows: 600, seed: 21)
        let test = try PairTests.crossed(rows: 2_000, seed: 22)
        var plain = BoostingOptions(objective: .squaredError, rounds: 300)
        plain.pairs = PairOptions()
        let usual = try rootMeanSquare(StumpTrainer(options: plain).train(train.table, labels: train.labels).model, test)
        let careful = try rootMeanSquare(
            StumpTrainer(options: options(.squaredError, train)).train(train.table, labels: train.labels).model,
            test
        )
        #expect(careful < 0.9 * usual, "\(careful) against \(usual)")
    }

    @Test(arguments: [Objective.squaredError, .logLoss]) func threadsDoNotChangeABit(objective: Objective) throws {
        let sample = try Sample.mixed(rows: 400, seed: 23, binary: objective == .logLoss)
        var options = options(objective, sample)
        let one = try StumpTrainer(options: options).train(sample.table, labels: sample.labels)
        options.threads = 2
        let two = try StumpTrainer(options: options).train(sample.table, labels: sample.labels)
        #expect(one.model == two.model)
        #expect(one.outOfBagScores == two.outOfBagScores)
        #expect(one.outOfBagScores?.allSatisfy(\.isFinite) == true)
        #expect(one.model.features.allSatisfy { $0.standardErrors != nil })
    }

    @Test(arguments: 0..<4) func constraintsHoldUnderDrawnCuts(seed: UInt64) throws {
        let sample = try PairTests.crossed(rows: 300, seed: seed)
        var options = options(.squaredError, sample)
        options.monotone = ["a": .increasing, "b": .decreasing]
        let model = try StumpTrainer(options: options).train(sample.table, labels: sample.labels).model
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<100 {
            var row = [generator.unit() * 2 - 1, generator.unit() * 2 - 1, generator.unit(), Double(generator.next() % 3)]
            for (feature, sign) in [(0, 1.0), (1, -1.0)] {
                let kept = row[feature]
                let scores = (0...100).map { step in
                    row[feature] = Double(step) / 50 - 1
                    return model.score(row)
                }
                #expect(zip(scores, scores.dropFirst()).allSatisfy { ($1 - $0) * sign >= 0 })
                row[feature] = kept
            }
        }
    }

    @Test func aDrawPicksAmongTheCutsThatFit() throws {
        var options = BoostingOptions(objective: .squaredError)
        options.l2 = 0
        options.minimumCount = 2
        let finder = SplitFinder(options)
        // Five value bins of 1, 2, 2, 2 and 1 rows: the outer cuts leave one row on a side, so the two between them remain.
        let sums: [SIMD2<Double>] = [[-4, 1], [2, 2], [-2, 2], [4, 2], [1, 1], .zero]
        let counts: [Double] = [1, 2, 2, 2, 1, 0]
        func cut(_ draw: Double) -> StumpSplit? { finder.drawn(sums, counts: counts, bins: 5, monotonicity: .none, by: draw) }
        let low = try #require(cut(0))
        let high = try #require(cut(0.99))
        #expect((0..<5).map { low.goesLeft($0, missing: 5) } == [true, true, false, false, false])
        #expect((0..<5).map { high.goesLeft($0, missing: 5) } == [true, true, true, false, false])
        // Left sums of -2 over 3 rows and 3 over 5: leaves are minus the means.
        #expect(low.left == 2.0 / 3 && low.right == -3.0 / 5)
        #expect(finder.drawn(sums, counts: counts, bins: 5, monotonicity: .increasing, by: 0) == nil)
    }

    @Test func oneTruePairIsLearntAmongManyOfChance() throws {
        func rows(_ seed: UInt64) throws -> Sample {
            var generator = SeededGenerator(seed: seed)
            var columns = [[Double]](repeating: [], count: 8)
            var labels: [Double] = []
            for _ in 0..<12_000 {
                let row = (0..<8).map { _ in generator.unit() * 2 - 1 }
                for column in 0..<8 { columns[column].append(row[column]) }
                labels.append(row[0] * row[1] + row[2] + 3 * (generator.unit() - 0.5))
            }
            return Sample(
                table: try FeatureTable(columns: columns.enumerated().map { FeatureColumn(name: "x\($0)", values: .numeric($1)) }),
                labels: labels
            )
        }
        let train = try rows(31)
        let test = try rows(32)
        let trained = try StumpTrainer(options: options(.squaredError, train)).train(train.table, labels: train.labels)
        // All 24 candidates would be boosted and mostly kept if their number were not chosen.
        #expect(trained.model.pairs.first?.name == "x0 & x1")
        #expect(trained.model.pairs.count <= 3)
        // The noise alone has a root mean square of 3 / sqrt(12) = 0.866; without the pair's 1/3 it would be 0.928.
        #expect(try rootMeanSquare(trained.model, test) < 0.88)
    }
}
