import Foundation
import Testing

@testable import GradientBoosting

@Suite struct AdditiveModelTests {
    @Test func contributionsSumToTheScoreExactly() throws {
        let sample = try Sample.mixed(rows: 2_000, seed: 1)
        let model = try StumpTrainer(options: BoostingOptions(rounds: 60)).train(sample.table, labels: sample.labels).model
        let columns = try model.encode(sample.table)
        let scores = try model.scores(sample.table)
        for row in 0..<sample.table.rowCount {
            let encoded = columns.map { $0[row] }
            let sum = model.contributions(encoded).reduce(model.baseScore) { $0 + $1.value }
            #expect(sum == model.score(encoded))
            #expect(sum == scores[row])
        }
    }

    @Test func aFileReadsBackToTheSameBits() throws {
        let sample = try Sample.mixed(rows: 2_000, seed: 2)
        let model = try StumpTrainer(options: BoostingOptions(rounds: 60)).train(sample.table, labels: sample.labels).model
        #expect(try AdditiveModel(json: model.json()) == model)
    }

    @Test func aNewerFileIsRefused() {
        let error = #expect(throws: BoostingError.self) { try AdditiveModel(json: Data(#"{"formatVersion": 99}"#.utf8)) }
        #expect(error?.code == .unsupportedVersion)
    }

    @Test func unseenCategoriesAndMissingValuesHaveAnAnswer() throws {
        let sample = try Sample.mixed(rows: 2_000, seed: 4)
        let model = try StumpTrainer(options: BoostingOptions(rounds: 60)).train(sample.table, labels: sample.labels).model
        let unseen = [0, 0, 0.5, 0.5, model.code("violet", feature: 4)]
        let missing = [Double](repeating: .nan, count: 5)
        #expect(model.score(unseen).isFinite)
        #expect(model.score(missing).isFinite)
        // One more category is expected to be as the others are, each one vote; the value lies on the grid of exact sums.
        let values = model.features[4].values
        #expect(abs(model.contributions(unseen)[4].value - values.reduce(0, +) / 4) < 1e-12)
        #expect(model.contributions(unseen).reduce(model.baseScore) { $0 + $1.value } == model.score(unseen))
    }
}
