import Testing

@testable import GradientBoosting

@Suite struct RefusalTests {
    let column = FeatureColumn(name: "x", values: .numeric([1, 2, 3]))

    private func refusal(
        _ values: [Double] = [1, 2, 3],
        labels: [Double] = [0, 1, 0],
        weights: [Double]? = nil,
        change: (inout BoostingOptions) -> Void = { _ in }
    ) -> BoostingError? {
        var options = BoostingOptions()
        change(&options)
        do throws(BoostingError) {
            let table = try FeatureTable(columns: [FeatureColumn(name: "x", values: .numeric(values))])
            _ = try StumpTrainer(options: options).train(table, labels: labels, weights: weights)
            return nil
        } catch {
            return error
        }
    }

    @Test func anInfiniteValueIsNamedByRowAndColumn() {
        let error = refusal([1, .infinity, 3])
        #expect(error?.row == 2)
        #expect(error?.column == "x")
    }

    @Test func badLabelsAreNamedByRow() {
        #expect(refusal(labels: [0, .nan, 1])?.row == 2)
        #expect(refusal(labels: [0, 1, 2])?.row == 3)
        #expect(refusal(labels: [1, 1, 1])?.code == .invalidLabel)
        #expect(refusal(labels: [0, 1])?.code == .invalidLabel)
        #expect(refusal(labels: [0, 1, 1]) { $0.objective = .gamma }?.row == 1)
    }

    @Test func anEmptyColumnIsNamed() {
        #expect(refusal([.nan, .nan, .nan])?.column == "x")
    }

    @Test func badWeightsAreNamedByRow() {
        #expect(refusal(weights: [1, -1, 1])?.row == 2)
        #expect(refusal(weights: [1, 1, .nan])?.row == 3)
        #expect(refusal(weights: [0, 0, 0])?.code == .invalidWeight)
    }

    @Test func constraintsMustNameNumericColumns() {
        #expect(refusal { $0.monotone = ["y": .increasing] }?.column == "y")
    }

    @Test func optionsHaveBounds() {
        #expect(refusal { $0.rounds = 0 }?.code == .invalidOption)
        #expect(refusal { $0.learningRate = .nan }?.code == .invalidOption)
        #expect(refusal { $0.maximumBins = 256 }?.code == .invalidOption)
    }

    @Test func columnsMustFitTogether() {
        #expect(throws: BoostingError.self) {
            try FeatureTable(columns: [column, FeatureColumn(name: "y", values: .numeric([1]))])
        }
        #expect(throws: BoostingError.self) { try FeatureTable(columns: [column, column]) }
    }

    @Test func aCategoryNeverSeenIsNamedByRowAndColumn() throws {
        let sample = try Sample.mixed(rows: 500, seed: 3)
        let model = try StumpTrainer(options: BoostingOptions(rounds: 5)).train(sample.table, labels: sample.labels).model
        let columns = sample.table.columns.dropLast().map { FeatureColumn(name: $0.name, values: .numeric([0, 0, 0])) }
        let table = try FeatureTable(columns: columns + [FeatureColumn(name: "kind", values: .categorical(["red", nil, "violet"]))])
        let error = #expect(throws: BoostingError.self) { try model.scores(table, unseen: .refused) }
        #expect(error?.row == 3)
        #expect(error?.column == "kind")
        #expect(try model.scores(table).count == 3)
    }
}
