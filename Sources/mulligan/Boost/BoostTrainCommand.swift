internal import ArgumentParser
internal import Foundation
internal import GradientBoosting

/// `mulligan boost train`: a CSV file in, a model file and a JSON report out.
struct BoostTrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a model from a CSV file and print a JSON report.",
        discussion: """
            Empty fields are missing values. A column that holds text alone is categorical. The same file, options and
            seed give the same model, bit for bit, on any number of threads. Exits 65 if the data are refused.

            With --rounds the model is that many stumps, and no more than asked for. Without it the model is the most
            accurate one: up to 200,000 rows the mean of several bags, grown slowly and smoothed, with pairwise terms, and
            stopped where rows left out say. What other options default to then depends on the number of rows.

            EXAMPLES
              mulligan boost train --data train.csv --label y --model m.json
              mulligan boost train --data train.csv --label cost --objective gamma --validation-fraction 0.2 --model m.json
            """
    )

    @Option(help: ArgumentHelp("The training rows, with a header.", valueName: "csv"))
    var data: String

    @Option(help: ArgumentHelp("The column to predict.", valueName: "column"))
    var label: String

    @Option(help: "The loss: logloss, squared, gamma, tweedie or pinball.")
    var objective: ObjectiveArgument = .logloss

    @Option(help: "The number of rounds, at most if rows are held out; without it the data choose (see above).")
    var rounds: Int?

    @Option(help: "The shrinkage of every round, above 0 and at most 1; 0.1 with --rounds.")
    var learningRate: Double?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Columns whose effect may only rise or fall, as col:+,col:-.", valueName: "constraints")
    )
    var monotone: [String] = []

    @Option(help: ArgumentHelp("The column of sample weights.", valueName: "column"))
    var weight: String?

    @Option(help: ArgumentHelp("The column of scores that rows start from; the model does not include it.", valueName: "column"))
    var baseScore: String?

    @Option(
        parsing: .singleValue,
        help: ArgumentHelp("Columns to read as categories, separated by commas.", valueName: "columns")
    )
    var categorical: [String] = []

    @Option(help: "The number of threads; it never changes the model.")
    var threads: Int = min(2, ProcessInfo.processInfo.activeProcessorCount)

    @Option(help: "Decides every random draw.")
    var seed: UInt64 = 0

    @Option(help: "The share of rows held out for early stopping; 0 holds out none.")
    var validationFraction: Double?

    @Option(help: "Rounds without a better held-out loss before training stops (turns over the features if cyclic); 50 with --rounds.")
    var earlyStoppingRounds: Int?

    @Option(help: "The L1 penalty on a leaf.")
    var l1: Double = BoostingOptions().l1

    @Option(help: "The L2 penalty on a leaf; 1 with --rounds.")
    var l2: Double?

    @Option(help: "The least sum of hessians in a leaf.")
    var minimumHessian: Double = BoostingOptions().minimumHessian

    @Option(help: "The least number of rows in a leaf; 20 with --rounds.")
    var minimumCount: Int?

    @Option(help: "The most bins a feature, 2 to 255.")
    var maximumBins: Int = BoostingOptions().maximumBins

    @Option(help: "The share of rows drawn each round.")
    var rowSubsample: Double = 1

    @Option(help: "The share of features drawn each round.")
    var featureSubsample: Double = 1

    @Option(help: "The order of rounds: greedy or cyclic; greedy with --rounds.")
    var schedule: ScheduleArgument?

    @Option(help: "The most pairwise terms to try after the main effects; 0 tries none.")
    var pairs: Int?

    @Option(help: "From 2 on, the model is the mean of this many, each without one fold of the rows, with standard errors.")
    var bags: Int?

    @Option(help: "The variance power of tweedie, between 1 and 2.")
    var tweediePower: Double = BoostingOptions().tweediePower

    @Option(help: "The quantile of pinball, between 0 and 1.")
    var quantile: Double = BoostingOptions().quantile

    @Option(help: "The added weight of labels of 1 under logloss.")
    var positiveWeight: Double = BoostingOptions().positiveWeight

    @Option(help: ArgumentHelp("Where to write the model.", valueName: "json"))
    var model: String

    mutating func validate() throws {
        do throws(BoostingError) {
            try options(monotone: [:], rows: 0, features: 1).check()
        } catch {
            throw ValidationError(error.description)
        }
        let named = [label, weight, baseScore].compactMap { $0 }
        if Set(named).count < named.count { throw ValidationError("--label, --weight and --base-score name the same column.") }
    }

    mutating func run() throws {
        try CommandFailure.reporting {
            let constraints = try MonotoneArgument.parse(monotone)
            let clock = ContinuousClock()
            let start = clock.now
            var reader = CSVReader()
            reader.categorical = Set(categorical.flatMap { $0.split(separator: ",").map(String.init) })
            let apart = Set([label, weight, baseScore].compactMap { $0 })
            reader.numeric = apart
            reader.threads = threads
            let columns = try reader.read(path: data)
            let table = try FeatureTable(columns: columns.filter { !apart.contains($0.name) })
            let labels = try numbers(columns, label)
            let weights = try weight.map { try numbers(columns, $0) }
            let baseScores = try baseScore.map { try numbers(columns, $0) }
            let read = clock.now

            let options = options(monotone: constraints, rows: table.rowCount, features: table.columns.count)
            let trained = try train(options, table, labels, weights, baseScores)
            try trained.model.write(path: model)

            let report = BoostTrainReport(
                model: model,
                objective: options.objective.rawValue,
                rows: table.rowCount,
                features: table.columns.count,
                readingSeconds: seconds(read - start),
                training: trained.report
            )
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(report), as: UTF8.self))
        }
    }

    private func train(
        _ options: BoostingOptions,
        _ table: FeatureTable,
        _ labels: [Double],
        _ weights: [Double]?,
        _ baseScores: [Double]?
    ) throws -> TrainedModel {
        do throws(BoostingError) {
            return try StumpTrainer(options: options).train(table, labels: labels, weights: weights, baseScores: baseScores)
        } catch {
            // The trainer knows labels and weights without their columns' names.
            let column =
                switch error.code {
                case .invalidLabel: label
                case .invalidWeight: weight
                default: error.column
                }
            throw BoostingError(error.code, error.message, row: error.row, column: column)
        }
    }

    private func options(monotone: [String: Monotonicity], rows: Int, features: Int) -> BoostingOptions {
        var options: BoostingOptions
        if let rounds {
            options = BoostingOptions(objective: objective.objective, rounds: rounds, seed: seed)
        } else {
            options = .accurate(objective: objective.objective, rows: rows, features: features, seed: seed)
        }
        if rounds == nil, validationFraction != nil || bags == 1 {
            // Held-out rows stop one model: there are no bags to be smooth in the mean of.
            options = .accurate(objective: objective.objective, rows: .max, features: features, seed: seed)
            options.pairs = PairOptions(count: rows <= 200_000 ? 3 * features : features)
        }
        options.validationFraction = validationFraction ?? options.validationFraction
        options.bags = bags ?? options.bags
        if let pairs {
            if pairs == 0 {
                options.pairs = nil
            } else if options.pairs == nil {
                options.pairs = PairOptions(count: pairs)
            } else {
                options.pairs?.count = pairs
            }
        }
        options.learningRate = learningRate ?? options.learningRate
        options.schedule = schedule?.schedule ?? options.schedule
        options.l1 = l1
        options.l2 = l2 ?? options.l2
        options.minimumHessian = minimumHessian
        options.minimumCount = minimumCount ?? options.minimumCount
        options.maximumBins = maximumBins
        options.rowSubsample = rowSubsample
        options.featureSubsample = featureSubsample
        options.earlyStoppingRounds = earlyStoppingRounds ?? options.earlyStoppingRounds
        options.threads = threads
        options.monotone = monotone
        options.tweediePower = tweediePower
        options.quantile = quantile
        options.positiveWeight = positiveWeight
        return options
    }

    private func numbers(_ columns: [FeatureColumn], _ name: String) throws(BoostingError) -> [Double] {
        guard let column = columns.first(where: { $0.name == name }), case .numeric(let values) = column.values else {
            throw BoostingError(.invalidTable, "must be a column of numbers", column: name)
        }
        if let row = values.firstIndex(where: { !$0.isFinite }) {
            let what = values[row].isNaN ? "missing or not a number" : "infinite"
            throw BoostingError(.invalidValue, "the value is \(what); every row needs one", row: row + 1, column: name)
        }
        return values
    }
}
