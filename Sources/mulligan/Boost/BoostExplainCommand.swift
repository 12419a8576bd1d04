internal import ArgumentParser
internal import Foundation
internal import GradientBoosting

/// `mulligan boost explain`: importances of a model, or contributions a row.
struct BoostExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Write what each feature adds to the score.",
        discussion: """
            Without data: the features by importance (mean absolute effect). With data: a JSON line a row, whose base score
            and contributions sum to the score exactly, with the score's standard error if the model was trained in bags.

            EXAMPLES
              mulligan boost explain --model m.json
              mulligan boost explain --model m.json --data test.csv
              mulligan boost explain --model m.json --html model.html
              mulligan boost explain --model m.json --onnx model.onnx --table model.csv
            """
    )

    @Option(help: ArgumentHelp("The model file.", valueName: "json"))
    var model: String

    @Option(help: ArgumentHelp("The rows to explain, with a header.", valueName: "csv"))
    var data: String?

    @Option(help: ArgumentHelp("Write every effect, pair and the calibration curve as one HTML page.", valueName: "html"))
    var html: String?

    @Option(help: ArgumentHelp("Write every value of every effect as a table.", valueName: "csv"))
    var table: String?

    @Option(help: ArgumentHelp("Write the model for ONNX runtimes, with the same scores to the last bit.", valueName: "onnx"))
    var onnx: String?

    @Option(help: "What becomes of a category that training never saw: refuse or average.")
    var unseen: UnseenArgument = .refuse

    @Flag(help: "Write importances as JSON.")
    var json = false

    mutating func run() throws {
        try CommandFailure.reporting {
            let model = try AdditiveModel(path: model)
            if let html {
                let page = ExplanationPage(model, title: URL(filePath: self.model).lastPathComponent).html()
                try write(Data(page.utf8), to: html)
            }
            if let table { try write(Data(model.csv().utf8), to: table) }
            if let onnx { try write(Data(model.onnx()), to: onnx) }
            if data == nil, html != nil || table != nil || onnx != nil { return }
            if let data { try explainRows(model, data) } else { try explainModel(model) }
        }
    }

    private func write(_ bytes: Data, to path: String) throws(BoostingError) {
        do {
            try WholeFile.write(bytes, to: path)
        } catch {
            throw BoostingError(.unreadableFile, "cannot write \(path): \(error.localizedDescription)")
        }
    }

    private func explainModel(_ model: AdditiveModel) throws {
        let ordered =
            (model.features.map { (name: $0.name, importance: $0.importance) }
            + model.pairs.map { (name: $0.name, importance: $0.importance) })
            .sorted { ($1.importance, $0.name) < ($0.importance, $1.name) }
        if json {
            struct Line: Encodable {
                var feature: String
                var importance: Double
            }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            for (name, importance) in ordered {
                print(String(decoding: try encoder.encode(Line(feature: name, importance: importance)), as: UTF8.self))
            }
        } else {
            print("base score \(model.baseScore)")
            let width = ordered.map(\.name.count).max() ?? 0
            for (name, importance) in ordered {
                print("\(name)\(String(repeating: " ", count: width - name.count))  \(String(format: "%.6f", importance))")
            }
        }
    }

    private func explainRows(_ model: AdditiveModel, _ path: String) throws {
        struct Line: Encodable {
            struct Part: Encodable {
                var feature: String
                var value: Double
            }
            var row: Int
            var prediction: Double
            var score: Double
            var standardError: Double?
            var baseScore: Double
            var contributions: [Part]
        }
        let table = try model.table(csv: path, threads: 1)
        let columns = try model.encode(table, unseen: unseen.unseen)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        for row in 0..<table.rowCount {
            let encoded = columns.map { $0[row] }
            let line = Line(
                row: row + 1,
                prediction: model.predict(encoded),
                score: model.score(encoded),
                standardError: model.standardError(encoded),
                baseScore: model.baseScore,
                contributions: model.contributions(encoded).map { Line.Part(feature: $0.name, value: $0.value) }
            )
            print(String(decoding: try encoder.encode(line), as: UTF8.self))
        }
    }
}
