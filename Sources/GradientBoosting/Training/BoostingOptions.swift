/// Everything that shapes a training run; with the data and nothing else it decides the model, bit for bit.
public struct BoostingOptions: Codable, Sendable, Equatable {
    /// The order in which rounds visit features.
    public enum Schedule: String, Codable, Sendable {
        /// Each round takes the stump of largest gain over all features.
        case greedy
        /// Rounds take the features in turn.
        case cyclic
    }

    /// What is minimised.
    public var objective: Objective = .logLoss
    /// The number of rounds at most, at least 1.
    public var rounds: Int = 500
    /// The shrinkage of every leaf, in (0, 1].
    public var learningRate: Double = 0.1
    /// The L1 penalty on a leaf, zero or above.
    public var l1: Double = 0
    /// The L2 penalty on a leaf, zero or above.
    public var l2: Double = 1
    /// The least sum of hessians in a leaf.
    public var minimumHessian: Double = 1e-3
    /// The least number of rows in a leaf.
    public var minimumCount: Int = 20
    /// The most value bins a feature, 2 to 255; missing values have one more.
    public var maximumBins: Int = 255
    /// The share of rows drawn each round, in (0, 1].
    public var rowSubsample: Double = 1
    /// The share of features drawn each round, in (0, 1].
    public var featureSubsample: Double = 1
    /// Constraints by the name of a numeric column.
    public var monotone: [String: Monotonicity] = [:]
    /// The share of rows held out for early stopping, in [0, 1); zero holds out none.
    public var validationFraction: Double = 0
    /// Rounds without a better validation loss before training stops.
    public var earlyStoppingRounds: Int = 50
    /// Decides every random draw.
    public var seed: UInt64 = 0
    /// The number of threads, which changes the time and never the model.
    public var threads: Int = 1
    /// The order in which rounds visit features.
    public var schedule: Schedule = .greedy
    /// How pairwise terms are found after the main effects; nil leaves them out.
    public var pairs: PairOptions?
    /// The number of bags: from 2 on, each leaves out one fold of the rows, stops early on it, and the model is their mean.
    public var bags: Int = 1
    /// Whether bags stop at the same round, the one of least loss over all of their held-out rows, instead of each at its own.
    public var stopsTogether: Bool = false
    /// The first rounds on each feature whose cut is drawn at random, for smooth effects; zero or above.
    public var smoothingRounds: Int = 0
    /// The variance power of `tweedie`, between 1 and 2.
    public var tweediePower: Double = 1.5
    /// The quantile of `pinball`, between 0 and 1.
    public var quantile: Double = 0.5
    /// Added weight of labels above one half under `logLoss`, above 0.
    public var positiveWeight: Double = 1

    /// Makes options with the defaults; set what differs.
    public init(objective: Objective = .logLoss, rounds: Int = 500, learningRate: Double = 0.1, seed: UInt64 = 0) {
        self.objective = objective
        self.rounds = rounds
        self.learningRate = learningRate
        self.seed = seed
    }

    /// Refuses an option out of its bounds.
    ///
    /// - Throws: `BoostingError` that names the option and its bounds.
    public func check() throws(BoostingError) {
        func require(_ holds: Bool, _ option: String, _ bounds: String) throws(BoostingError) {
            if !holds { throw BoostingError(.invalidOption, "\(option) must be \(bounds)") }
        }
        try require(rounds >= 1, "rounds", "at least 1")
        try require(learningRate > 0 && learningRate <= 1, "learningRate", "above 0 and at most 1")
        try require(l1 >= 0 && l1.isFinite, "l1", "finite and at least 0")
        try require(l2 >= 0 && l2.isFinite, "l2", "finite and at least 0")
        try require(minimumHessian >= 0 && minimumHessian.isFinite, "minimumHessian", "finite and at least 0")
        try require(minimumCount >= 0, "minimumCount", "at least 0")
        try require((2...255).contains(maximumBins), "maximumBins", "between 2 and 255")
        try require(rowSubsample > 0 && rowSubsample <= 1, "rowSubsample", "above 0 and at most 1")
        try require(featureSubsample > 0 && featureSubsample <= 1, "featureSubsample", "above 0 and at most 1")
        try require(validationFraction >= 0 && validationFraction < 1, "validationFraction", "at least 0 and below 1")
        try require(earlyStoppingRounds >= 1, "earlyStoppingRounds", "at least 1")
        try require(smoothingRounds >= 0, "smoothingRounds", "at least 0")
        try require(threads >= 1 && threads <= 1024, "threads", "between 1 and 1024")
        try require(bags >= 1 && bags <= 256, "bags", "between 1 and 256")
        if let pairs {
            try require((pairs.count ?? 1) >= 1, "pairs.count", "at least 1")
            try require((2...63).contains(pairs.bins), "pairs.bins", "between 2 and 63")
            try require(pairs.smoothingRounds >= 0, "pairs.smoothingRounds", "at least 0")
            if let rate = pairs.learningRate {
                try require(rate > 0 && rate <= 1, "pairs.learningRate", "above 0 and at most 1")
            }
            try require(pairs.rounds >= 1, "pairs.rounds", "at least 1")
            try require(pairs.earlyStoppingRounds >= 1, "pairs.earlyStoppingRounds", "at least 1")
        }
        try require(tweediePower > 1 && tweediePower < 2, "tweediePower", "between 1 and 2")
        try require(quantile > 0 && quantile < 1, "quantile", "between 0 and 1")
        try require(positiveWeight > 0 && positiveWeight.isFinite, "positiveWeight", "finite and above 0")
    }
}
