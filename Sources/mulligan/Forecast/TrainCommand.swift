internal import ArgumentParser
internal import Foundation
internal import GradientBoosting
internal import ModelLifecycle
import Remediation
internal import RetryForecast

/// `mulligan train`: traces in, the forecast's model file out.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train the forecast's models from traces of finished attempts.",
        discussion: """
            DATA is a folder that is searched for .csv files of known kinds, or a file; docs/data-formats.md lists the kinds. The same data
            and seed give the same model, bit for bit.

            Examples:
              mulligan train --data training-data --model training-data/model.json
              mulligan train --data site.csv --data training-data --model site-model.json
            """
    )

    @Option(help: "A trace, or a folder of traces; may be given again.")
    var data: [String] = ["training-data"]

    @Option(help: "Where to write the model.")
    var model: String = "training-data/model.json"

    @Option(help: "The number of boosting rounds, at most.")
    var rounds: Int = ForecastTrainer.Options().boosting.rounds

    @Option(help: "Simulated jobs to add as the declared prior; 0 for none.")
    var simulatedJobs: Int = SimulatedJobs().jobs

    @Option(help: "Decides every random draw.")
    var seed: UInt64 = 1

    @Option(help: "The number of threads; it never changes the model.")
    var threads: Int = min(2, ProcessInfo.processInfo.activeProcessorCount)

    @Flag(help: "Print a JSON report.")
    var json = false

    func run() throws {
        try CommandFailure.reporting {
            var traces: [Trace] = []
            for path in try Self.files(data) { traces.append(try TraceReader.read(path)) }
            guard !traces.isEmpty || simulatedJobs > 0 else {
                throw RemediationError(.invalidInput, "no .csv trace in \(data.joined(separator: ", ")); name a file or folder with --data")
            }
            if simulatedJobs > 0 { traces.append(SimulatedJobs(jobs: simulatedJobs, seed: seed).trace()) }
            var options = ForecastTrainer.Options()
            options.boosting.rounds = rounds
            options.boosting.threads = threads
            options.boosting.seed = seed
            options.rows.seed = seed
            let result = try ForecastTrainer(options: options).train(traces)
            try result.model.write(path: model)
            report(result, traces)
        }
    }

    /// The traces that `paths` name, folders searched, in order of name.
    ///
    /// - Parameter option: What named the paths.
    static func files(_ paths: [String], option: String = "--data") throws(RemediationError) -> [String] {
        var files: [String] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw RemediationError(.notFound, "\(path) does not exist; name a trace or a folder of traces with \(option)")
            }
            guard isFolder.boolValue else {
                files.append(path)
                continue
            }
            let names = (FileManager.default.enumerator(atPath: path)?.allObjects as? [String] ?? []).filter { $0.hasSuffix(".csv") }
            files += names.sorted().map { path + "/" + $0 }
        }
        return files
    }

    private struct Report: Encodable {
        var model: String
        var version: String
        var datasets: [String]
        var runs: Int
        var rows: Int
        var rounds: Int
        var trainingLoss: Double
        var seconds: Double
    }

    private func report(_ result: ForecastTrainer.Result, _ traces: [Trace]) {
        let report = Report(
            model: model,
            version: result.model.version,
            datasets: traces.map(\.name),
            runs: result.model.provenance.runs,
            rows: result.model.provenance.rows,
            rounds: result.report.rounds,
            trainingLoss: result.report.trainingLoss,
            seconds: result.report.binningSeconds + result.report.boostingSeconds
        )
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            if let data = try? encoder.encode(report) { FileHandle.standardOutput.write(data + Data("\n".utf8)) }
        } else {
            print(
                "\(report.model): version \(report.version), \(report.runs) runs of \(report.datasets.joined(separator: ", ")), \(report.rows) rows"
            )
        }
    }
}
