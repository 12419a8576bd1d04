/// A model with the account of its training.
public struct TrainedModel: Sendable {
    /// The collapsed model.
    public let model: AdditiveModel
    /// What happened while it was trained.
    public let report: TrainingReport
    /// For each row the score from a bag that never saw it, offsets included; nil without bags, NaN for rows outside all bags.
    public let outOfBagScores: [Double]?
}

/// What happened while a model was trained; times in seconds.
public struct TrainingReport: Codable, Sendable, Equatable {
    /// Rounds kept in the model.
    public var rounds: Int
    /// Rounds run before training stopped.
    public var roundsRun: Int
    /// Rows trained on.
    public var trainingRows: Int
    /// Rows held out.
    public var validationRows: Int
    /// Mean loss over the training rows at the end.
    public var trainingLoss: Double
    /// Mean loss over the held-out rows at the kept round.
    public var validationLoss: Double?
    /// Mean loss over the held-out rows after each round.
    public var validationLosses: [Double]
    /// Seconds spent choosing bins and binning.
    public var binningSeconds: Double
    /// Seconds spent in boosting rounds.
    public var boostingSeconds: Double
    /// Pairwise terms kept in the model.
    public var pairs: Int = 0
    /// Mean loss of rows scored by bags that never saw them.
    public var outOfBagLoss: Double?
}

/// Where a training run stands.
public struct Progress: Sendable {
    /// Rounds done.
    public let round: Int
    /// Rounds at most.
    public let rounds: Int
    /// Mean loss over the held-out rows, if there are any.
    public let validationLoss: Double?
}

/// Which rows to hold out for early stopping.
public enum Validation: Sendable {
    /// The rows marked true are held out.
    case rows([Bool])
    /// Whole groups are held out, `validationFraction` of them; one group name a row.
    case groups([String])
}
