import Foundation
import Testing

@testable import GradientBoosting

/// Against LightGBM 4.7.0: num_leaves 2, 60 rounds, learning_rate 0.1, lambda_l2 1, min_data_in_leaf 20, max_bin 255, min_data_in_bin 1.
///
/// Columns have fewer than 255 values, so both have the same bins. What remains is that LightGBM adds gradients of single
/// precision in another order than we do: scores agree to some 1e-6 of their size, unless two splits tie within that.
@Suite struct ReferenceTests {
    /// Rows by the C library's classic linear congruential generator, the same in every language.
    static func rows(_ count: Int) throws -> (table: FeatureTable, classes: [Double], numbers: [Double]) {
        var state: UInt64 = 42
        func next() -> Int {
            state = (1_103_515_245 &* state &+ 12345) % (1 << 31)
            return Int(state >> 16)
        }
        var columns = [[Double]](repeating: [], count: 4)
        var numbers: [Double] = []
        for _ in 0..<count {
            let row = [next() % 50, next() % 200, next() % 7, next() % 100]
            for column in 0..<4 { columns[column].append(column == 3 && row[3] < 15 ? .nan : Double(row[column])) }
            let parts = [row[0] * 4, row[1] > 120 ? 60 : 0, -abs(row[2] - 3) * 30, row[3] < 15 ? 40 : 0, next() % 100]
            numbers.append(Double(parts.reduce(0, +)))
        }
        let table = try FeatureTable(columns: columns.enumerated().map { FeatureColumn(name: "x\($0)", values: .numeric($1)) })
        return (table, numbers.map { $0 > 170 ? 1 : 0 }, numbers)
    }

    private func scores(_ objective: Objective) throws -> [Double] {
        let (table, classes, numbers) = try Self.rows(3_000)
        let options = BoostingOptions(objective: objective, rounds: 60)
        let model = try StumpTrainer(options: options).train(table, labels: objective == .logLoss ? classes : numbers).model
        return Array(try model.scores(table).prefix(12))
    }

    @Test func logLossAgreesWithLightGBM() throws {
        let expected = [
            -0.809420851665, 0.0365621726981, -1.71344591222, 0.750320223115, -3.78579298255, -0.721574679447, -0.164906675514,
            -1.07508127906, -0.161714629809, 0.0319822837643, -2.3227222683, -3.06292483131,
        ]
        for (ours, theirs) in zip(try scores(.logLoss), expected) { #expect(abs(ours - theirs) < 1e-5) }
    }

    @Test func squaredErrorAgreesWithLightGBM() throws {
        let expected = [
            135.519842466, 167.730066906, 113.865742039, 190.795699541, 23.5664338107, 146.035499463, 164.402512673, 137.102030986,
            166.992401485, 166.992401485, 90.8781725419, 87.2963823054,
        ]
        for (ours, theirs) in zip(try scores(.squaredError), expected) { #expect(abs(ours - theirs) < 1e-3) }
    }

    /// Squared error uses nothing but sums and products, so its bits are the same on every machine.
    @Test(arguments: [1, 2]) func theModelHasItsFingerprint(threads: Int) throws {
        let (table, _, numbers) = try Self.rows(50_000)
        var options = BoostingOptions(objective: .squaredError, rounds: 80, seed: 7)
        options.pairs = PairOptions(count: 2)
        options.pairs?.rounds = 100
        options.validationFraction = 0.2
        options.threads = threads
        let model = try StumpTrainer(options: options).train(table, labels: numbers).model
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        let effects = model.features.flatMap { $0.thresholds + $0.values }
        for value in [model.baseScore] + effects + model.pairs.flatMap(\.values) {
            for shift in stride(from: UInt64(0), to: 64, by: 8) {
                hash = (hash ^ ((value.bitPattern >> shift) & 0xFF)) &* 0x100_0000_01B3
            }
        }
        #expect(hash == Self.fingerprint, "the fingerprint is \(hash)")
    }

    static let fingerprint: UInt64 = 7_941_206_258_480_755_108
}
