import GradientBoosting
import Remediation
import RetryForecast
import Testing

@testable import ModelLifecycle

@Suite("Training")
struct TrainingTests {
    private var options: ForecastTrainer.Options {
        var options = ForecastTrainer.Options()
        options.boosting.rounds = 40
        options.boosting.pairs = nil
        options.rows.shuffles = 1
        return options
    }

    @Test("the same traces give the same model bit for bit, on one thread or two")
    func deterministic() throws {
        let trace = SimulatedJobs(jobs: 12, runs: 6...20).trace()
        var two = options
        two.boosting.threads = 2
        let first = try ForecastTrainer(options: options).train([trace]).model
        let again = try ForecastTrainer(options: options).train([trace]).model
        let threaded = try ForecastTrainer(options: two).train([trace]).model
        let bytes = try first.json()
        #expect(try again.json() == bytes)
        #expect(try threaded.json() == bytes)
    }

    @Test("a run gives only rows that are certain")
    func bounds() {
        func run(_ attempts: [(Int64, Bool)], peak: Int64?) -> TracedRun {
            TracedRun(
                group: "g",
                attempts: attempts.map { limit, ok in
                    Attempt(
                        job: "j",
                        requested: Resources(memoryBytes: limit),
                        result: ok ? .succeeded : .failed,
                        failureClass: ok ? nil : .containerLimit,
                        peakMemoryBytes: ok ? peak : nil
                    )
                },
                submitted: 0
            )
        }
        let measured = NeedBounds(run([(100, true)], peak: 50))
        #expect(measured.label(logLimit: 51.0.naturalLog) == true)
        #expect(measured.label(logLimit: 49.0.naturalLog) == false)
        let unmeasured = NeedBounds(run([(100, true)], peak: nil))
        #expect(unmeasured.label(logLimit: 100.0.naturalLog) == true)
        #expect(unmeasured.label(logLimit: 99.0.naturalLog) == nil, "less might have done too")
        let killed = NeedBounds(run([(100, false)], peak: nil))
        #expect(killed.label(logLimit: 100.0.naturalLog) == false)
        #expect(killed.label(logLimit: 101.0.naturalLog) == nil)
        let contradicted = NeedBounds(run([(100, false), (200, true)], peak: 60))
        #expect(contradicted.label(logLimit: 150.0.naturalLog) == nil)
        #expect(contradicted.label(logLimit: 200.0.naturalLog) == true)
        #expect(contradicted.label(logLimit: 90.0.naturalLog) == false)
    }

    @Test("a trained model is calibrated and ranks on jobs it has not seen")
    func quality() throws {
        let model = try ForecastTrainer(options: options).train([SimulatedJobs(jobs: 60, runs: 6...30).trace()]).model
        let quality = ForecastQuality(model, on: SimulatedJobs(jobs: 30, runs: 6...30, seed: 99).trace())
        #expect(quality.auc > 0.9)
        #expect(quality.calibrationError < 0.06)
    }

    @Test("the rows judged are written with every feature, outcome and probability, and judged alike")
    func judgedRows() throws {
        let trace = SimulatedJobs(jobs: 4, runs: 6...8, seed: 7).trace()
        var options = ForecastTrainer.Options()
        options.boosting.rounds = 20
        options.boosting.pairs = nil
        let model = try ForecastTrainer(options: options).train([trace]).model
        let rows = JudgedRows(model, on: trace)
        let lines = rows.csv.split(separator: "\n")
        #expect(lines.count == rows.probabilities.count + 1 && rows.probabilities.count > 100)
        #expect(lines[0].split(separator: ",").map(String.init) == ForecastFeature.all.map(\.name) + ["succeeded", "probability"])
        for (line, probability) in zip(lines.dropFirst(), rows.probabilities) {
            let fields = line.split(separator: ",", omittingEmptySubsequences: false)
            #expect(fields.count == ForecastFeature.all.count + 2 && Double(fields[fields.count - 1]) == probability)
        }
        #expect(ForecastQuality(rows) == ForecastQuality(model, on: trace))
    }

    @Test("scores of probabilities, by hand")
    func scores() {
        let quality = ForecastQuality(probabilities: [0.1, 0.4, 0.35, 0.8], labels: [0, 0, 1, 1])
        #expect(quality.auc == 0.75)
        #expect(abs(quality.brier - (0.01 + 0.16 + 0.4225 + 0.04) / 4) < 1e-12)
        let perfect = ForecastQuality(probabilities: [0, 1, 1, 0], labels: [0, 1, 1, 0])
        #expect(perfect.calibrationError == 0 && perfect.brier == 0)
    }

    @Test("a table names the row and field at fault")
    func table() {
        func refusal(_ text: String) -> RemediationError? {
            do {
                let table = try CSVTable(text: text, name: "t.csv")
                _ = try AttemptTable.trace(table)
                return nil
            } catch { return error }
        }
        let header = "job,memoryBytes,result,peakMemoryBytes,runSeconds\n"
        #expect(refusal(header + "a,100,succeeded,50,1\n") == nil)
        #expect(refusal(header + "a,100,succeeded,50,1\nb,x,failed,,1\n")?.line == 3)
        #expect(refusal(header + "a,100\n")?.line == 2)
        #expect(refusal("")?.code == .invalidInput)
        let classes = "job,memoryBytes,result,peakMemoryBytes,runSeconds,failureClass\n"
        #expect(refusal(classes + "a,100,failed,,1,\nb,100,failed,,1,memory.gc_overhead\nc,100,succeeded,5,1,\n") == nil)
        let misspelt = refusal(classes + "a,100,failed,,1,\nb,100,failed,,1,memory.heep\n")
        #expect(misspelt?.line == 3 && misspelt?.field == "failureClass" && misspelt?.message.contains("memory.heep") == true)
        #expect(refusal("job,result\na,failed\n")?.field == "memoryBytes" || refusal("job,result\na,failed\n") != nil)
    }
}
