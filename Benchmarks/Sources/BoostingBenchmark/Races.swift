import Foundation
import GradientBoosting

/// Every way in which training and scoring use threads, on one and on four: models and scores must be equal, and under the thread
/// sanitizer (`make races`) no access may race.
enum Races {
    static func run() throws {
        let (table, labels) = try Growth.made(rows: 120_000, columns: 6)
        let few = try Growth.made(rows: 3_000, columns: 5)
        try compare("one model, stale histograms bounded", BoostingOptions(rounds: 20), table, labels)
        try compare("squared error, histograms carried over", BoostingOptions(objective: .squaredError, rounds: 40), table, labels)
        var sampled = BoostingOptions(objective: .gamma, rounds: 15)
        sampled.rowSubsample = 0.7
        sampled.featureSubsample = 0.5
        sampled.validationFraction = 0.2
        sampled.pairs = PairOptions(count: 4)
        sampled.pairs?.rounds = 5
        try compare("samples, held-out rows, pairs", sampled, table, labels.map { $0 + 1 })
        var bagged = BoostingOptions(rounds: 40)
        bagged.bags = 4
        bagged.pairs = PairOptions(count: 3)
        bagged.pairs?.rounds = 10
        try compare("bags and pairs", bagged, few.table, few.labels)
        var together = BoostingOptions.accurate(objective: .logLoss, rows: 3_000, features: 5)
        together.smoothingRounds = 10
        together.rounds = 500
        together.pairs?.rounds = 20
        try compare("bags in step, cuts drawn", together, few.table, few.labels)
    }

    private static func compare(_ what: String, _ options: BoostingOptions, _ table: FeatureTable, _ labels: [Double]) throws {
        var options = options
        let one = try StumpTrainer(options: options).train(table, labels: labels).model
        options.threads = 4
        let four = try StumpTrainer(options: options).train(table, labels: labels).model
        if one != four {
            print("\(what): four threads trained another model than one")
            exit(1)
        }
        let columns = try four.encode(table)
        let predictor = Predictor(four)
        if predictor.scores(columns) != predictor.scores(columns, threads: 4) {
            print("\(what): four threads score otherwise than one")
            exit(1)
        }
        print("\(what): the same model and the same scores on one thread and on four")
    }
}
