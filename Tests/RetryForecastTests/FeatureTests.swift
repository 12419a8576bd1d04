import GradientBoosting
import Remediation
import Testing

@testable import RetryForecast

@Suite("Features")
struct FeatureTests {
    static func history(_ seed: UInt64, runs: Int, inputs: Bool = true) -> HistoryBook {
        var generator = SeededGenerator(seed: seed)
        var book = HistoryBook()
        for index in 0..<runs { book.learn(run(index, inputs: inputs, &generator)) }
        return book
    }

    static func run(_ index: Int, inputs: Bool = true, _ generator: inout SeededGenerator) -> Attempt {
        let input = 1e8 * (1 + 9 * generator.unit())
        return Attempt(
            job: "align",
            runId: String(index),
            requested: Resources(memoryBytes: 8_000_000_000),
            inputBytes: inputs ? input : nil,
            result: .succeeded,
            peakMemoryBytes: Int64(1e9 + 3 * input * (1 + 0.1 * generator.unit())),
            runSeconds: 60 + 600 * generator.unit()
        )
    }

    @Test("the declared list and the row have one form")
    func form() {
        let features = AttemptFeatures(AdviceRequest(job: "align", inputBytes: 5e8), history: Self.history(1, runs: 20))
        #expect(features.row(logLimit: 22).count == ForecastFeature.all.count)
        #expect(Set(ForecastFeature.all.map(\.name)).count == ForecastFeature.all.count)
        #expect(ForecastFeature.all.allSatisfy { $0.isKnownBeforeRun })
        #expect(ForecastFeature.all.prefix(ForecastFeature.movingCount).allSatisfy { $0.subject != .context && $0.growsWithMemory })
        #expect(ForecastFeature.all.dropFirst(ForecastFeature.movingCount).allSatisfy { $0.subject == .context })
    }

    @Test("nothing measured after submission enters: other futures of the same run give the same row", arguments: [1, 2, 3, 8, 40])
    func future(runs: Int) {
        // The run itself and all that follow are perturbed; the row is made before, from the same past.
        var rows: Set<[UInt64]> = []
        for future in 0..<5 as Range<UInt64> {
            var generator = SeededGenerator(seed: 7)
            var book = HistoryBook()
            for index in 0..<runs { book.learn(Self.run(index, &generator)) }
            var other = SeededGenerator(seed: 100 + future)
            var attempt = Self.run(runs, &other)
            attempt.inputBytes = 4e8
            let request = AdviceRequest(job: attempt.job, requested: attempt.requested, inputBytes: attempt.inputBytes)
            let row = AttemptFeatures(request, history: book).row(logLimit: 21.5)
            book.learn(attempt)
            rows.insert(row.map(\.bitPattern))
        }
        #expect(rows.count == 1)
    }

    @Test("features that grow with memory never fall as the limit grows", arguments: [0, 1, 2, 5, 30])
    func monotone(runs: Int) {
        for inputs in [true, false] {
            let book = Self.history(3, runs: runs, inputs: inputs)
            let request = AdviceRequest(job: "align", requested: Resources(memoryBytes: 1 << 31), inputBytes: inputs ? 3e8 : nil)
            let features = AttemptFeatures(request, history: book)
            var last = features.row(logLimit: 15)
            for step in 1...200 {
                let row = features.row(logLimit: 15 + Double(step) * 0.07)
                for index in 0..<ForecastFeature.movingCount where !row[index].isNaN {
                    #expect(row[index] >= last[index], "\(ForecastFeature.all[index].name)")
                }
                last = row
            }
        }
    }

    @Test("a job's scale does not matter: all in kilobytes or all in gigabytes, the same row")
    func scaleFree() {
        func row(_ factor: Double) -> [Double] {
            var book = HistoryBook()
            for index in 0..<12 {
                book.learn(
                    Attempt(
                        job: "j",
                        runId: String(index),
                        requested: Resources(memoryBytes: Int64(1e7 * factor)),
                        result: .succeeded,
                        peakMemoryBytes: Int64((1e6 + Double(index * index % 7) * 1e5) * factor),
                        runSeconds: 5
                    )
                )
            }
            let features = AttemptFeatures(AdviceRequest(job: "j"), history: book)
            return features.row(logLimit: (1.3e6 * factor).naturalLog)
        }
        for (small, large) in zip(row(1), row(1_000)) {
            #expect(small.isNaN == large.isNaN)
            if !small.isNaN { #expect(abs(small - large) < 1e-6 * max(1, abs(small))) }
        }
    }

    @Test("a saturating need is bounded by the runs of like input, not by the scatter elsewhere")
    func heteroscedastic() throws {
        var generator = SeededGenerator(seed: 5)
        var book = HistoryBook()
        for index in 0..<80 {
            let log = 16 + 6 * generator.unit()
            let wild = log < 19
            let peak = wild ? 4e9 + 4e9 * generator.unit() : 11e9 * (1 + 0.002 * generator.unit())
            book.learn(
                Attempt(
                    job: "j",
                    runId: String(index),
                    requested: Resources(memoryBytes: 1 << 34),
                    inputBytes: log.exponential,
                    result: .succeeded,
                    peakMemoryBytes: Int64(peak),
                    runSeconds: 5
                )
            )
        }
        let fit = try #require(HistoryFit(book.history(of: "j"), logInput: 21))
        #expect(fit.localSpread < 0.2 * fit.joined.spread)
        #expect(abs(fit.joined.location - 11.01e9.naturalLog) < 0.01)
        let below = try #require(HistoryFit(book.history(of: "j"), logInput: 17))
        #expect(below.localSpread > 5 * fit.localSpread)
    }
}
