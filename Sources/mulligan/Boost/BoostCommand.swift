internal import ArgumentParser

/// `mulligan boost`: train, use and explain additive models from CSV files.
struct BoostCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "boost",
        abstract: "Train, use and explain models of gradient-boosted stumps.",
        discussion: """
            EXAMPLES
              mulligan boost train --data train.csv --label y --model m.json
              mulligan boost train --data train.csv --label y --objective squared --monotone size:+ --model m.json
              mulligan boost predict --model m.json --data test.csv > predictions.txt
              mulligan boost explain --model m.json
            """,
        subcommands: [BoostTrainCommand.self, BoostPredictCommand.self, BoostExplainCommand.self]
    )
}
