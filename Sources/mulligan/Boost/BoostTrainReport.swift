internal import GradientBoosting

/// What `boost train` prints; times in seconds.
struct BoostTrainReport: Encodable {
    var model: String
    var objective: String
    var rows: Int
    var features: Int
    var readingSeconds: Double
    var training: TrainingReport

    private enum Key: String, CodingKey {
        case model, objective, rows, features, rounds, roundsRun, trainingRows, validationRows, pairs, losses, seconds
    }

    private enum LossKey: String, CodingKey {
        case training, validation, outOfBag, byRound
    }

    private enum SecondsKey: String, CodingKey {
        case reading, binning, boosting
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(model, forKey: .model)
        try container.encode(objective, forKey: .objective)
        try container.encode(rows, forKey: .rows)
        try container.encode(features, forKey: .features)
        try container.encode(training.rounds, forKey: .rounds)
        try container.encode(training.roundsRun, forKey: .roundsRun)
        try container.encode(training.trainingRows, forKey: .trainingRows)
        try container.encode(training.validationRows, forKey: .validationRows)
        try container.encode(training.pairs, forKey: .pairs)
        var losses = container.nestedContainer(keyedBy: LossKey.self, forKey: .losses)
        try losses.encode(training.trainingLoss, forKey: .training)
        try losses.encodeIfPresent(training.validationLoss, forKey: .validation)
        try losses.encodeIfPresent(training.outOfBagLoss, forKey: .outOfBag)
        if !training.validationLosses.isEmpty { try losses.encode(training.validationLosses, forKey: .byRound) }
        var seconds = container.nestedContainer(keyedBy: SecondsKey.self, forKey: .seconds)
        try seconds.encode(readingSeconds, forKey: .reading)
        try seconds.encode(training.binningSeconds, forKey: .binning)
        try seconds.encode(training.boostingSeconds, forKey: .boosting)
    }
}

/// A duration in seconds.
func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
}
