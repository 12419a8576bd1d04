internal import ArgumentParser
internal import Foundation
internal import GradientBoosting

/// `mulligan boost predict`: one probability or value a line.
struct BoostPredictCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Write one probability or value a row.",
        discussion: """
            Columns that the model does not use are ignored. Exits 65 if the data or the model are refused; a category that
            training never saw is, unless --unseen average gives it the mean effect of the others.

            EXAMPLES
              mulligan boost predict --model m.json --data test.csv > predictions.txt
            """
    )

    @Option(help: ArgumentHelp("The model file.", valueName: "json"))
    var model: String

    @Option(help: ArgumentHelp("The rows to predict, with a header.", valueName: "csv"))
    var data: String

    @Flag(help: "Write scores (log-odds or logarithms) instead.")
    var scores = false

    @Option(help: "Map probabilities by the model's calibration: none, platt or isotonic.")
    var calibration: CalibrationArgument = .none

    @Option(help: "What becomes of a category that training never saw: refuse or average.")
    var unseen: UnseenArgument = .refuse

    @Option(help: "The number of threads.")
    var threads: Int = min(2, ProcessInfo.processInfo.activeProcessorCount)

    mutating func validate() throws {
        if threads < 1 { throw ValidationError("--threads must be at least 1.") }
    }

    mutating func run() throws {
        try CommandFailure.reporting {
            let model = try AdditiveModel(path: model)
            if calibration != .none, model.calibration == nil {
                throw BoostingError(.invalidModel, "the model has no calibration; train it with --bags or --validation-fraction")
            }
            let table = try model.table(csv: data, threads: threads)
            let values =
                scores
                ? try model.scores(table, unseen: unseen.unseen)
                : try model.predictions(table, calibration: calibration.method, unseen: unseen.unseen)
            var text = ""
            for value in values {
                text += "\(value)\n"
                if text.utf8.count > 1 << 16 {
                    FileHandle.standardOutput.write(Data(text.utf8))
                    text.removeAll(keepingCapacity: true)
                }
            }
            FileHandle.standardOutput.write(Data(text.utf8))
        }
    }
}

extension AdditiveModel {
    /// The columns of a CSV file that the model uses, read as it needs them.
    func table(csv path: String, threads: Int) throws(BoostingError) -> FeatureTable {
        var reader = CSVReader()
        reader.wanted = Set(featureNames)
        reader.categorical = Set(features.filter { $0.kind == .categorical }.map(\.name))
        reader.numeric = Set(features.filter { $0.kind == .numeric }.map(\.name))
        reader.threads = threads
        return try FeatureTable(columns: try reader.read(path: path))
    }
}
