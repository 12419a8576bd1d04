import Foundation
import Testing

@testable import GradientBoosting

@Suite struct StumpTrainerTests {
    @Test func oneRoundGivesTheLeavesWorkedOutByHand() throws {
        // Squared error, base 2.5. Left of 2.5: residuals sum to G = (2.5-1)+(2.5-1) = 3, H = 2, leaf -3/(2+1) = -1.
        // Right: G = -3, leaf +1. Gain 9/3 + 9/3 - 0 = 6 beats the cuts at 1.5 and 3.5,
        // where one side has G = 1.5, H = 1: 1.125 + 2.25 / 4 on the other.
        var options = BoostingOptions(objective: .squaredError, rounds: 1, learningRate: 1)
        options.l2 = 1
        options.minimumCount = 1
        let table = try FeatureTable(columns: [FeatureColumn(name: "x", values: .numeric([1, 2, 3, 4]))])
        let trained = try StumpTrainer(options: options).train(table, labels: [1, 1, 4, 4])
        #expect(trained.model.baseScore == 2.5)
        #expect(trained.model.features[0].thresholds == [2.5])
        #expect(trained.model.features[0].values == [-1, 1])
    }

    @Test func oneRoundOfLogLossGivesTheLeavesWorkedOutByHand() throws {
        // Half the labels are 1, so p = 1/2 everywhere, g = -/+ 1/2, h = 1/4. Cut at 2.5: G = 1, H = 1/2, leaf -1/(1/2 + 1/2) = -1.
        var options = BoostingOptions(objective: .logLoss, rounds: 1, learningRate: 0.5)
        options.l2 = 0.5
        options.minimumCount = 1
        let table = try FeatureTable(columns: [FeatureColumn(name: "x", values: .numeric([1, 2, 3, 4]))])
        let trained = try StumpTrainer(options: options).train(table, labels: [0, 0, 1, 1])
        #expect(trained.model.baseScore == 0)
        #expect(trained.model.features[0].values == [-0.5, 0.5])
    }

    @Test func gainIsTheSecondOrderFormula() {
        let finder = SplitFinder(
            {
                var options = BoostingOptions()
                options.l1 = 1
                options.l2 = 2
                options.minimumCount = 0
                return options
            }()
        )
        let histogram: [SIMD2<Double>] = [[5, 3], [-7, 4], [0, 0]]
        let counts = [10.0, 10, 0]
        // Left (5-1)^2/(3+2) = 16/5, right (7-1)^2/(4+2) = 6, parent (2-1)^2/(7+2) = 1/9.
        let split = finder.best(histogram, counts: counts, bins: 2, monotonicity: .none)
        #expect(split?.gain == 16.0 / 5 + 6 - 1.0 / 9)
        #expect(split?.left == -4.0 / 5)
        #expect(split?.right == 1)
    }

    @Test func threadsDoNotChangeABit() throws {
        let sample = try Sample.mixed(rows: 100_000, seed: 3)
        var options = BoostingOptions(rounds: 30)
        options.rowSubsample = 0.8
        options.featureSubsample = 0.7
        let one = try StumpTrainer(options: options).train(sample.table, labels: sample.labels)
        options.threads = 2
        let two = try StumpTrainer(options: options).train(sample.table, labels: sample.labels)
        #expect(one.model == two.model)
    }

    @Test(arguments: [Objective.logLoss, .squaredError]) func trainingFindsTheSignal(objective: Objective) throws {
        let sample = try Sample.mixed(rows: 20_000, seed: 5, binary: objective == .logLoss)
        var options = BoostingOptions(objective: objective, rounds: 300)
        options.validationFraction = 0.2
        let trained = try StumpTrainer(options: options).train(sample.table, labels: sample.labels)
        let loss = try #require(trained.report.validationLoss)
        // A constant scores about 0.69 and 2.2; the noise that no model can explain leaves about 0.41 and 0.053.
        #expect(loss < (objective == .logLoss ? 0.45 : 0.07))
        let noise = try #require(trained.model.features.first { $0.name == "noise" })
        let a = try #require(trained.model.features.first { $0.name == "a" })
        #expect(noise.importance < a.importance / 10)
    }

    @Test func offsetsAreLearntAround() throws {
        let sample = try Sample.mixed(rows: 5_000, seed: 8, binary: false)
        let options = BoostingOptions(objective: .squaredError, rounds: 50)
        let offsets = sample.labels.map { $0 * 0.5 + 10 }
        let trained = try StumpTrainer(options: options).train(sample.table, labels: sample.labels, baseScores: offsets)
        let scores = try trained.model.scores(sample.table)
        let rest = zip(sample.labels, offsets).map { $0 - $1 }
        let mean = zip(rest, scores).map { $0 - $1 }.reduce(0, +) / Double(rest.count)
        #expect(abs(mean) < 1e-4)
    }

    @Test func wholeWeightsCountAsRepeatedRows() throws {
        let sample = try Sample.mixed(rows: 400, seed: 9)
        var options = BoostingOptions(rounds: 20)
        options.minimumCount = 0
        var columns: [FeatureColumn] = []
        for column in sample.table.columns {
            switch column.values {
            case .numeric(let values): columns.append(FeatureColumn(name: column.name, values: .numeric(values + values)))
            case .categorical(let values): columns.append(FeatureColumn(name: column.name, values: .categorical(values + values)))
            }
        }
        let twice = try StumpTrainer(options: options).train(FeatureTable(columns: columns), labels: sample.labels + sample.labels)
        let weighted = try StumpTrainer(options: options)
            .train(sample.table, labels: sample.labels, weights: [Double](repeating: 2, count: 400))
        let gaps = zip(try twice.model.scores(sample.table), try weighted.model.scores(sample.table)).map { abs($0 - $1) }
        #expect((gaps.max() ?? 1) < 1e-4)
    }
}
