extension BoostingOptions {
    /// Options for the most accurate model of a table of this size, at the least time that takes.
    ///
    /// Small data gain from care: features in turn at a low rate, cuts drawn at random at first so that the mean of the bags
    /// is smooth, all bags stopped at the round that is best over every held-out row, then pairwise terms likewise. Bags
    /// cost their number in time: many where they are cheap, none where one model is certain enough.
    ///
    /// - Parameters:
    ///   - objective: What is minimised.
    ///   - rows: The number of rows.
    ///   - features: The number of columns.
    ///   - seed: Decides every random draw.
    public static func accurate(objective: Objective, rows: Int, features: Int, seed: UInt64 = 0) -> BoostingOptions {
        var options = BoostingOptions(objective: objective, rounds: 2000, seed: seed)
        var pairs = PairOptions(count: rows <= 200_000 ? 3 * features : features)
        if rows > 200_000 {
            options.validationFraction = 0.1
            options.minimumCount = 5
            pairs.rounds = 100
            options.pairs = pairs
            return options
        }
        let isSmall = rows <= 10_000
        options.bags = isSmall ? 14 : rows <= 20_000 ? 8 : 4
        options.stopsTogether = true
        options.schedule = .cyclic
        options.rounds = 5000 * max(1, features)
        options.learningRate = isSmall ? 0.05 : 0.1
        options.smoothingRounds = isSmall ? 100 : 60
        options.earlyStoppingRounds = isSmall ? 150 : 30
        options.l2 = 0.2
        // Where rows are many a leaf of few of them says little, and there are cuts enough without it.
        options.minimumCount = max(2, rows / 500)
        pairs.smoothingRounds = isSmall ? 50 : 20
        pairs.earlyStoppingRounds = isSmall ? 50 : 15
        pairs.rounds = isSmall ? 5000 : 500
        options.pairs = pairs
        return options
    }
}
