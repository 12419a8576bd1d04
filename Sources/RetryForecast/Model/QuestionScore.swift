internal import GradientBoosting

/// The success model with everything that one question fixes worked out: what is left moves with the candidate limit.
///
/// Limits are asked in ascending order, and every feature that moves grows with the limit: where a value stands among the thresholds is found by going
/// on from where the last one stood.
struct QuestionScore {
    /// A feature that moves, and where its last value stood.
    private struct Moving {
        let feature: Int
        let thresholds: [Double]
        var place = 0
    }

    /// One side of a pair: a bin that is known, or a feature that moves.
    private enum Side {
        case fixed(Int?)
        case moving(Moving)

        /// The bin on this side; nil for what training never saw.
        mutating func bin(_ row: [Double]) -> Int? {
            guard case .moving(var side) = self else {
                guard case .fixed(let bin) = self else { return nil }
                return bin
            }
            side.place = QuestionScore.place(of: row[side.feature], side.thresholds, from: side.place)
            self = .moving(side)
            return side.place + 1
        }
    }

    /// A pair of which at least one feature moves.
    private struct MovingPair {
        var first: Side
        var second: Side
        let values: [Double]
        let width: Int
    }

    private let effects: [FeatureEffect]
    private var fixed: Double
    private var moving: [Moving] = []
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
            moves[index] = index < ForecastFeature.movingCount && !row[index].isNaN
            if moves[index], !effects[index].thresholds.isEmpty {
                moving.append(Moving(feature: index, thresholds: effects[index].thresholds))
            } else {
                fixed += effects[index].effect(row[index])
            }
        }
        for (pair, place) in zip(model.success.pairs, model.pairPlaces) {
            guard moves[place.first] || moves[place.second] else {
                fixed += pair.effect(row[place.first], row[place.second])
                continue
            }
            func side(_ axis: PairEffect.Axis, _ feature: Int) -> Side {
                moves[feature] ? .moving(Moving(feature: feature, thresholds: axis.thresholds)) : .fixed(axis.bin(row[feature]))
            }
            pairs.append(
                MovingPair(
                    first: side(pair.first, place.first),
                    second: side(pair.second, place.second),
                    values: pair.values,
                    width: pair.second.count
                )
            )
        }
    }

    /// The log-odds of success at a limit; quickest where limits ascend.
    mutating func score(_ features: AttemptFeatures, logLimit: Double) -> Double {
        features.fill(&row, logLimit: logLimit)
        var score = fixed
        for index in moving.indices {
            let feature = moving[index].feature
            moving[index].place = Self.place(of: row[feature], moving[index].thresholds, from: moving[index].place)
            score += effects[feature].values[moving[index].place]
        }
        for index in pairs.indices {
            guard let first = pairs[index].first.bin(row), let second = pairs[index].second.bin(row) else { continue }
            score += pairs[index].values[first * pairs[index].width + second]
        }
        return score
    }

    /// The number of ascending thresholds below `value`, by a walk from `place`.
    private static func place(of value: Double, _ thresholds: [Double], from place: Int) -> Int {
        var place = place
        while place > 0, thresholds[place - 1] >= value { place -= 1 }
        while place < thresholds.count, thresholds[place] < value { place += 1 }
        return place
    }
}
