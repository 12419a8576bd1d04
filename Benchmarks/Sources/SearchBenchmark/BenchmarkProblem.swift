import ConfigurationSearch
import Foundation

/// A retry problem of three knobs as a trained model would state it: success by stumps and one pair, run time by cores, prices linear.
struct BenchmarkProblem: Codable {
    var knobs: [[Double]]
    /// Log odds of success at every value of each knob.
    var success: [[Double]]
    /// Log odds by (memory, cores), row-major.
    var pair: [Double]
    /// Log seconds of a run at every value of each knob.
    var logRun: [[Double]]
    var logFailure: Double
    var constant: Double
    var logRunConstant: Double
    var prices: [Double]
    var failureCharge: Double

    /// Memory in GB, cores, and a third knob such as concurrency, with `side` values each and `steps` steps a learnt table.
    init(side: Int, steps: Int, seed: UInt64) {
        var generator = SplitMix(state: seed)
        let memory = (1...side).map { Double($0) * 0.25 * 100 / Double(side) }
        let cores = (1...side).map { Double($0) * 64 / Double(side) }
        let overhead = (0..<side).map { Double($0) * 0.1 * 100 / Double(side) }
        knobs = [memory, cores, overhead]
        func stepped(_ curve: (Double) -> Double) -> [Double] {
            // Steps of random width, the form boosted stumps give to any curve.
            let edges = Set((0..<(steps - 1)).map { _ in Int.random(in: 1..<max(2, side), using: &generator) }).union([0]).sorted()
            var values: [Double] = []
            for (step, edge) in edges.enumerated() {
                let end = step + 1 < edges.count ? edges[step + 1] : side
                let height = curve((Double(edge) + 0.5) / Double(side)) + Double.random(in: -0.05...0.05, using: &generator)
                values += [Double](repeating: height, count: end - edge)
            }
            return values
        }
        success = [
            stepped { 9 * (1 - exp(-4 * $0)) },
            stepped { -1.5 * $0 },
            stepped { 2 * (1 - exp(-5 * $0)) },
        ]
        let rows = stepped { $0 }
        let columns = stepped { $0 }
        pair = rows.flatMap { row in columns.map { row * $0 * 0.8 } }
        logRun = [stepped { -0.3 * $0 }, cores.map { log(0.1 + 0.9 / $0) }, stepped { _ in 0 }]
        logFailure = log(900)
        constant = -4.5
        logRunConstant = log(7200)
        prices = [0.004 / 3600, 0.03 / 3600, 0.004 / 3600]
        failureCharge = 0.05
    }

    func objective() throws -> (SearchSpace, AdditiveObjective) {
        let space = try SearchSpace(
            axes: zip(["memory", "cores", "overhead"], knobs).map { try SearchAxis(knob: Knob(name: $0, values: $1)) }
        )
        let rows = StepTable(pointwise: (0..<knobs[0].count).map { pair[$0 * knobs[1].count + knobs[1].count - 1] })
        let columns = StepTable(pointwise: (0..<knobs[1].count).map { pair[(knobs[0].count - 1) * knobs[1].count + $0] })
        let table = try PairTable(
            first: 0,
            second: 1,
            firstStarts: rows.starts,
            secondStarts: columns.starts,
            values: rows.starts.flatMap { row in columns.starts.map { pair[row * knobs[1].count + $0] } }
        )
        let objective = AdditiveObjective(
            success: try AdditiveScore(
                over: space,
                constant: constant,
                terms: success.map(StepTable.init(pointwise:)),
                pairs: [table],
                link: .logistic
            ),
            runSeconds: try AdditiveScore(
                over: space,
                constant: logRunConstant,
                terms: logRun.map(StepTable.init(pointwise:)),
                link: .exponential
            ),
            failureSeconds: AdditiveScore(constant: exp(logFailure), over: space),
            failureCharge: failureCharge,
            rate: { [prices] values in values[0] * prices[0] + values[1] * prices[1] + values[2] * prices[2] }
        )
        return (space, objective)
    }
}

/// SplitMix64.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
