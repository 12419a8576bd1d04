import Testing

@testable import GradientBoosting

@Suite struct MonotonicityTests {
    @Test(arguments: 0..<20) func constrainedEffectsNeverTurn(seed: UInt64) throws {
        let sample = try Sample.mixed(rows: 600, seed: seed)
        var generator = SeededGenerator(seed: seed)
        var options = BoostingOptions(rounds: 80, learningRate: 0.3, seed: seed)
        options.minimumCount = 5
        for name in ["a", "b", "gappy", "noise"] {
            options.monotone[name] = Monotonicity(rawValue: Int(generator.next() % 3) - 1)
        }
        let model = try StumpTrainer(options: options).train(sample.table, labels: sample.labels).model
        for feature in model.features where feature.monotonicity != .none {
            let sign = Double(feature.monotonicity.rawValue)
            for (low, high) in zip(feature.values, feature.values.dropFirst()) { #expect((high - low) * sign >= 0) }
        }
    }
}
