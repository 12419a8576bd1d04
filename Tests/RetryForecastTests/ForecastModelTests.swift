import Foundation
import GradientBoosting
import Remediation
import Testing

@testable import RetryForecast

@Suite("Forecast model file")
struct ForecastModelTests {
    /// A small model with pairs, trained on noise in which the limit over the largest peak decides.
    static func train() throws -> ForecastModel {
        var generator = SeededGenerator(seed: 4)
        var labels: [Double] = []
        var columns = ForecastFeature.all.map { _ in [Double]() }
        for _ in 0..<2_000 {
            let row = ForecastFeature.all.map { _ in generator.unit() < 0.1 ? Double.nan : 4 * generator.unit() - 2 }
            for (index, value) in row.enumerated() { columns[index].append(value) }
            let score = (row[0].isNaN ? 0 : row[0]) * (row[30].isNaN ? 1 : row[30])
            labels.append(score + generator.unit() - 0.5 > 0 ? 1 : 0)
        }
        let table = try FeatureTable(columns: zip(ForecastFeature.all, columns).map { FeatureColumn(name: $0.name, values: .numeric($1)) })
        var options = BoostingOptions(rounds: 60, learningRate: 0.3, seed: 1)
        options.validationFraction = 0.2
        options.pairs = PairOptions(count: 5)
        for feature in ForecastFeature.all where feature.growsWithMemory { options.monotone[feature.name] = .increasing }
        let trained = try StumpTrainer(options: options).train(table, labels: labels)
        return ForecastModel(success: trained.model, provenance: .init(datasets: ["test"], runs: 1, rows: 2, seed: 3))
    }

    private let model: ForecastModel

    init() throws { model = try Self.train() }

    @Test("reads back what was written, byte for byte")
    func roundTrip() throws {
        let data = try model.json()
        let read = try ForecastModel(json: data, name: "m.json")
        #expect(read == model)
        #expect(try read.json() == data)
        #expect(read.version == model.version)
    }

    @Test("a missing, newer, foreign or damaged file is refused with the remedy")
    func refusals() throws {
        #expect(throws: RemediationError.self) { try ForecastModel.load(path: "/nonexistent/model.json") }
        let text = String(decoding: try model.json(), as: UTF8.self)
        func refusal(_ text: String) -> String {
            do {
                _ = try ForecastModel(json: Data(text.utf8), name: "m.json")
                return ""
            } catch { return error.message }
        }
        #expect(refusal(text.replacingOccurrences(of: "\"formatVersion\":1,\"irr", with: "\"formatVersion\":99,\"irr")).contains("99"))
        #expect(
            refusal(text.replacingOccurrences(of: "featureListVersion\":\(ForecastFeature.listVersion)", with: "featureListVersion\":999"))
                .contains("999")
        )
        #expect(refusal(text.replacingOccurrences(of: "over_max_tail", with: "renamed")).contains("mulligan train"))
        #expect(refusal("{}").contains("mulligan train"))
        #expect(refusal(String(text.prefix(text.count / 2))).contains("mulligan train"))
        for seed in 0..<200 as Range<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var bytes = Array(text.utf8)
            for _ in 0..<4 { bytes[Int(generator.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: generator.next()) }
            // Whatever comes out, nothing traps.
            _ = try? ForecastModel(json: Data(bytes), name: "m.json")
        }
    }

    @Test("the shortcut over one question gives the model's own score")
    func questionScore() {
        let book = FeatureTests.history(2, runs: 25)
        let features = AttemptFeatures(AdviceRequest(job: "align", inputBytes: 3e8), history: book)
        var question = QuestionScore(model, features, firstLimit: 20)
        for limit in stride(from: 19.0, to: 24, by: 0.1) {
            let direct = model.success.score(features.row(logLimit: limit))
            #expect(abs(question.score(features, logLimit: limit) - direct) < 1e-9)
        }
    }

    @Test("the curve never falls and tends to certainty far beyond what was seen")
    func curve() {
        let book = FeatureTests.history(2, runs: 25)
        let features = AttemptFeatures(AdviceRequest(job: "align"), history: book)
        let limits = stride(from: 18.0, to: 32, by: 0.05).map { $0 }
        let curve = SuccessCurve(model, features, limits: limits)
        #expect(zip(curve.probabilities, curve.probabilities.dropFirst()).allSatisfy { $0 <= $1 })
        #expect((curve.probabilities.last ?? 0) > 0.99)
    }
}
