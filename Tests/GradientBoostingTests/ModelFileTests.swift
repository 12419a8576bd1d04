import Foundation
import Testing

@testable import GradientBoosting

/// Files of every format version that was ever written must stay readable.
@Suite struct ModelFileTests {
    static let version1 = #"""
        {"baseScore":0.25,"calibration":{"intercept":0.5,"probabilities":[0.125,0.75],"reliability":[{"observed":0.5,"predicted":0.5,"weight":4}],"scores":[-1,1],"slope":2},"features":[{"categories":[],"kind":"numeric","missingValue":-0.5,"missingWeight":2,"monotonicity":1,"name":"memory","otherValue":0,"otherWeight":0,"range":[0,9],"standardErrors":[0.5,0.25,0.5],"thresholds":[1.5,4],"values":[-1,0,1],"weights":[3,4,5]},{"categories":["spark","slurm"],"kind":"categorical","missingValue":0,"missingWeight":0,"monotonicity":0,"name":"engine","otherValue":0.125,"otherWeight":1,"range":[],"standardErrors":[0.5,0.5],"thresholds":[],"values":[0.5,-0.25],"weights":[6,7]}],"formatVersion":1,"objective":"logLoss","pairs":[{"first":{"count":3,"groups":[],"name":"memory","thresholds":[4]},"second":{"count":3,"groups":[1,2],"name":"engine","otherGroup":2,"thresholds":[]},"standardErrors":[0,0,0,0,0.25,0,0,0,0],"values":[0,0,0,0,0.0625,-0.0625,0,-0.125,0.125],"weights":[0,0,0,0,1,1,0,1,1]}]}
        """#

    @Test func version1StaysReadable() throws {
        let model = try AdditiveModel(json: Data(Self.version1.utf8))
        #expect(model.score([1.5, 0]) == 0.25 - 1 + 0.5 + 0.0625)
        #expect(model.score([1.6, 1]) == 0.25 + 0 - 0.25 - 0.0625)
        #expect(model.score([.nan, model.code("spark", feature: 1)]) == 0.25 - 0.5 + 0.5)
        #expect(model.score([100, model.code("airflow", feature: 1)]) == 0.25 + 1 + 0.125 + 0.125)
        #expect(model.standardError([1, 0]) == (0.25 + 0.25 + 0.0625).squareRoot())
        #expect(model.predict([100, 0], calibration: .isotonic) == 0.75)
        #expect(model.predict([1.6, 0], calibration: .platt) == 1 / (1 + exp(-(2 * 0.8125 + 0.5))))
        #expect(try AdditiveModel(json: model.json()) == model)
    }

    @Test func theFlatPredictorGivesTheSameBits() throws {
        let model = try AdditiveModel(json: Data(Self.version1.utf8))
        let predictor = Predictor(model)
        var generator = SeededGenerator(seed: 1)
        for value in [Double.nan, .infinity, -.infinity, 1.5, 4, 0, -0.0] {
            for code in [0, 1, -1, 7, Double.nan] {
                #expect(predictor.score([value, code]) == model.score([value, code]))
                #expect(predictor.scores([[value, 0], [code, code]])[0] == model.score([value, code]))
            }
        }
        let sample = try Sample.mixed(rows: 3_000, seed: 12)
        let trained = try StumpTrainer(options: BoostingOptions(rounds: 200)).train(sample.table, labels: sample.labels).model
        let fast = Predictor(trained)
        let columns = try trained.encode(sample.table)
        for row in 0..<3_000 {
            let encoded = columns.map { $0[row] }
            #expect(fast.score(encoded) == trained.score(encoded))
            let noisy = encoded.map { $0 + generator.unit() * 1e-9 }
            #expect(fast.score(noisy) == trained.score(noisy))
        }
        let scores = fast.scores(fast.bins(columns))
        // An odd number of rows, so that the last do not fill a vector.
        let direct = fast.scores(columns.map { Array($0.dropLast()) })
        for row in 0..<3_000 { #expect(scores[row] == trained.score(columns.map { $0[row] })) }
        #expect(direct == Array(scores.dropLast()))
        #expect(fast.scores(columns, threads: 2) == scores)
    }

    @Test(arguments: [
        (#""values":[-1,0,1]"#, #""values":[-1,0]"#), (#""thresholds":[1.5,4]"#, #""thresholds":[4,1.5]"#),
        (#""groups":[1,2]"#, #""groups":[1,9]"#), (#""scores":[-1,1]"#, #""scores":[1,-1]"#),
        (#""count":3,"groups":[],"#, #""count":-3,"groups":[],"#), (#""baseScore":0.25,"#, ""),
        (#""name":"engine","otherValue""#, #""name":"memory","otherValue""#), (#""baseScore":0.25"#, #""baseScore":1e999"#),
    ]) func brokenFilesAreRefused(from: String, to: String) {
        let broken = Self.version1.replacing(from, with: to)
        #expect(broken != Self.version1)
        #expect(throws: BoostingError.self) { try AdditiveModel(json: Data(broken.utf8)) }
    }

    @Test func cutFilesNeverCrash() {
        let whole = Array(Self.version1.utf8)
        for length in stride(from: 0, to: whole.count - 2, by: 37) {
            #expect(throws: BoostingError.self) { try AdditiveModel(json: Data(whole.prefix(length))) }
        }
    }

    @Test func theTableListsEveryValue() throws {
        let model = try AdditiveModel(json: Data(Self.version1.utf8))
        let lines = model.csv().split(separator: "\n")
        // Header, base, three steps, two categories, missing twice, other, nine cells.
        #expect(lines.count == 1 + 1 + 3 + 2 + 2 + 1 + 9)
        #expect(lines.contains("memory,1.5,4.0,,,,,0.0,0.25,4.0"))
        #expect(lines.contains("memory & engine,,4.0,,,,spark,0.0625,0.25,1.0"))
    }
}
