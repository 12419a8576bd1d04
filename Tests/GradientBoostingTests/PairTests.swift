import Foundation
import Testing

@testable import GradientBoosting

@Suite struct PairTests {
    /// Labels that depend on a product of two columns, which no sum of single effects can follow.
    static func crossed(rows: Int, seed: UInt64) throws -> Sample {
        var generator = SeededGenerator(seed: seed)
        var a: [Double] = []
        var b: [Double] = []
        var c: [Double] = []
        var kind: [String?] = []
        var labels: [Double] = []
        for _ in 0..<rows {
            let x = generator.unit() * 2 - 1
            let y = generator.unit() * 2 - 1
            let k = Int(generator.next() % 3)
            a.append(generator.unit() < 0.05 ? .nan : x)
            b.append(y)
            c.append(generator.unit())
            kind.append(["u", "v", "w"][k])
            labels.append(x + 3 * x * y + (k == 1 ? 1 : -1) * c[c.count - 1] + generator.unit() * 0.2)
        }
        return Sample(
            table: try FeatureTable(columns: [
                FeatureColumn(name: "a", values: .numeric(a)), FeatureColumn(name: "b", values: .numeric(b)),
                FeatureColumn(name: "c", values: .numeric(c)), FeatureColumn(name: "kind", values: .categorical(kind)),
            ]),
            labels: labels
        )
    }

    private func options(bags: Int = 1) -> BoostingOptions {
        var options = BoostingOptions(objective: .squaredError, rounds: 300)
        options.pairs = PairOptions()
        options.bags = bags
        options.earlyStoppingRounds = 20
        options.validationFraction = bags > 1 ? 0 : 0.2
        return options
    }

    @Test(arguments: [1, 4]) func pairsFindWhatStumpsCannot(bags: Int) throws {
        let sample = try Self.crossed(rows: 8_000, seed: 1)
        let trained = try StumpTrainer(options: options(bags: bags)).train(sample.table, labels: sample.labels)
        let loss = try #require(bags > 1 ? trained.report.outOfBagLoss : trained.report.validationLoss)
        // Stumps alone stay above 0.6.
        #expect(loss < 0.12)
        let names = trained.model.pairs.sorted { $0.importance > $1.importance }.prefix(2).map(\.name)
        #expect(Set(names) == ["a & b", "c & kind"])
    }

    @Test func purifiedPairsHaveNoMainEffectLeft() throws {
        let sample = try Self.crossed(rows: 4_000, seed: 2)
        let model = try StumpTrainer(options: options(bags: 3)).train(sample.table, labels: sample.labels).model
        let pair = try #require(model.pairs.first)
        for row in 0..<pair.first.count {
            var sum = 0.0
            var total = 0.0
            for column in 0..<pair.second.count {
                sum += pair.values[row * pair.second.count + column] * pair.weights[row * pair.second.count + column]
                total += pair.weights[row * pair.second.count + column]
            }
            if total > 0 { #expect(abs(sum / total) < 1e-9) }
        }
    }

    @Test func contributionsSumInAnyOrderAndFilesReadBack() throws {
        let sample = try Self.crossed(rows: 3_000, seed: 3)
        let trained = try StumpTrainer(options: options(bags: 3)).train(sample.table, labels: sample.labels)
        let model = trained.model
        #expect(!model.pairs.isEmpty)
        #expect(try AdditiveModel(json: model.json()) == model)
        let columns = try model.encode(sample.table)
        let scores = try model.scores(sample.table)
        for row in 0..<200 {
            let encoded = columns.map { $0[row] }
            let parts = model.contributions(encoded).map(\.value) + [model.baseScore]
            #expect(parts.reduce(0, +) == scores[row])
            #expect(parts.reversed().reduce(0, +) == scores[row])
            #expect(model.score(encoded) == scores[row])
        }
        #expect(trained.outOfBagScores?.allSatisfy(\.isFinite) == true)
    }

    @Test(arguments: 0..<8) func constrainedFeaturesStayMonotoneThroughPairs(seed: UInt64) throws {
        let sample = try Self.crossed(rows: 1_500, seed: seed)
        var options = options(bags: seed % 2 == 0 ? 1 : 3)
        options.monotone = ["a": .increasing, "c": .decreasing]
        options.minimumCount = 5
        let model = try StumpTrainer(options: options).train(sample.table, labels: sample.labels).model
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            var row = [generator.unit() * 2 - 1, generator.unit() * 2 - 1, generator.unit(), Double(generator.next() % 3)]
            for (feature, sign) in [(0, 1.0), (2, -1.0)] {
                let kept = row[feature]
                var last: Double?
                for step in 0...200 {
                    row[feature] = Double(step) / 100 - 1
                    let score = model.score(row)
                    if let last { #expect((score - last) * sign >= 0) }
                    last = score
                }
                row[feature] = kept
            }
        }
    }

    @Test func threadsDoNotChangeABitOfBagsAndPairs() throws {
        let sample = try Self.crossed(rows: 3_000, seed: 5)
        for bags in [1, 4] {
            var options = options(bags: bags)
            options.rounds = 60
            let one = try StumpTrainer(options: options).train(sample.table, labels: sample.labels)
            options.threads = 2
            let two = try StumpTrainer(options: options).train(sample.table, labels: sample.labels)
            #expect(one.model == two.model)
            #expect(one.outOfBagScores == two.outOfBagScores)
        }
    }

    @Test func groupsAreNeverSplitBetweenFolds() throws {
        let sample = try Self.crossed(rows: 600, seed: 6)
        let groups = (0..<600).map { "g\($0 / 10)" }
        var options = options(bags: 5)
        options.rounds = 20
        let trained = try StumpTrainer(options: options).train(sample.table, labels: sample.labels, validation: .groups(groups))
        #expect(trained.outOfBagScores?.allSatisfy(\.isFinite) == true)
    }
}
