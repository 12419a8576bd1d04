internal import GradientBoosting

/// The success model with everything that one question fixes worked out: what is left moves with the candidate limit.
struct QuestionScore {
    /// A pair of which at least one feature moves; the bin of the other is known.
    private struct MovingPair {
        let effect: PairEffect
        let first: Int
        let second: Int
        let fixedFirst: Int?
        let fixedSecond: Int?
    }

    private let effects: [FeatureEffect]
    private var fixed: Double
    private var moving: [Int] = []
    private var pairs: [MovingPair] = []
    private var row: [Double]

    /// Fixes what does not depend on the limit; which features are absent does not either.
    init(_ model: ForecastModel, _ features: AttemptFeatures, firstLimit: Double) {
        effects = model.success.features
        row = [Double](repeating: .nan, count: ForecastFeature.movingCount)
        features.fill(&row, logLimit: firstLimit)
        row += features.context
        fixed = model.success.baseScore
        var moves = [Bool](repeating: false, count: row.count)
        for index in effects.indices {
            if index < ForecastFeature.movingCount, !row[index].isNaN {
                moves[index] = true
                moving.append(index)
            } else {
                fixed += effects[index].effect(row[index])
            }
        }
        for (pair, place) in zip(model.success.pairs, model.pairPlaces) {
            if moves[place.first] || moves[place.second] {
                pairs.append(
                    MovingPair(
                        effect: pair,
                        first: place.first,
                        second: place.second,
                        fixedFirst: moves[place.first] ? nil : pair.first.bin(row[place.first]),
                        fixedSecond: moves[place.second] ? nil : pair.second.bin(row[place.second])
                    )
                )
            } else {
                fixed += pair.effect(row[place.first], row[place.second])
            }
        }
    }

    /// The log-odds of success at a limit.
    mutating func score(_ features: AttemptFeatures, logLimit: Double) -> Double {
        features.fill(&row, logLimit: logLimit)
        var score = fixed
        for index in moving { score += effects[index].effect(row[index]) }
        for pair in pairs {
            guard let first = pair.fixedFirst ?? pair.effect.first.bin(row[pair.first]),
                let second = pair.fixedSecond ?? pair.effect.second.bin(row[pair.second])
            else { continue }
            score += pair.effect.values[first * pair.effect.second.count + second]
        }
        return score
    }
}
