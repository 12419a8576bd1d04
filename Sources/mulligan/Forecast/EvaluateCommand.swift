internal import ArgumentParser
internal import Foundation
internal import ModelLifecycle
import Remediation
internal import RetryForecast

/// `mulligan evaluate`: how good a model's probabilities are on a trace.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure a model's probabilities on a trace that it was not trained on.",
        discussion: """
            Prints log loss, Brier score, AUC and expected calibration error of P(success) over candidate limits.

            Examples:
              mulligan evaluate --data site.csv
              mulligan evaluate --data site.csv --model site-model.json --json
            """
    )

    @Option(help: "A trace, or a folder of traces; may be given again.")
    var data: [String]

    @Option(help: "The model file (MULLIGAN_MODEL).")
    var model: String?

    @Option(
        help: ArgumentHelp(
            "Write the rows judged too: features, outcome and probability, for another learner; one trace only.",
            valueName: "csv"
        )
    )
    var rows: String?

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        try CommandFailure.reporting {
            let path = Settings().text("model", commandLine: model, standard: ShippedFiles.path("training-data/model.json"))
            let forecast = try ForecastModel.load(path: path)
            let files = try TrainCommand.files(data)
            guard rows == nil || files.count == 1 else {
                let message = "the rows of \(files.count) traces do not go in one file; name one trace"
                throw RemediationError(.invalidInput, message, field: "--rows")
            }
            for file in files {
                let judged = JudgedRows(forecast, on: try TraceReader.read(file))
                let quality = ForecastQuality(judged)
                if let rows { try write(judged.csv, to: rows) }
                if json {
                    let encoder = JSONEncoder()
                    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                    FileHandle.standardOutput.write(try encoder.encode(quality) + Data("\n".utf8))
                } else {
                    print("\(file): \(quality.summary)")
                }
            }
        }
    }

    private func write(_ text: String, to path: String) throws(RemediationError) {
        do {
            try Data(text.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw RemediationError(.invalidInput, "cannot write \(path); check the folder", field: "--rows", cause: error)
        }
    }
}
