internal import GradientBoosting

/// The success model with everything that one question fixes worked out: what is left moves with the candidate limit.
///
/// Limits are asked in ascending order, and every feature that moves grows with the limit: where a value stands among the thresholds is found by going
/// on from where the last one stood.
struct QuestionScore {
    /// Where the last value of a feature stood among thresholds. One that does not move has none of them.
    private struct Walk {
        let feature: Int
        let start: Int
        let count: Int
        /// The number of thresholds below the last value; of a feature that does not move, its bin.
        var place: Int
    }

    /// What is looked up where a walk stands, or where two do: `values + place of first x width + place of second`.
    private struct Term {
        let first: Int
        let second: Int
        let width: Int
        let values: Int
    }

    private let numbers: [Double]
    private var fixed: Double
    private var walks: [Walk] = []
    private var terms: [Term] = []
    private var row: [Double]

    /// Fixes what does not depend on the limit; which features are absent does not either.
    init(_ model: ForecastModel, _ features: AttemptFeatures, firstLimit: Double) {
        let effects = model.success.features
        let tables = model.tables
        numbers = tables.numbers
        row = [Double](repeating: .nan, count: ForecastFeature.movingCount)
        features.fill(&row, logLimit: firstLimit)
        row += features.context
        fixed = model.success.baseScore
        // A walk that stands at 0 for ever: the other side of a term of one feature.
        walks.reserveCapacity(2 * row.count)
        walks.append(Walk(feature: 0, start: 0, count: 0, place: 0))
        var moves = [Bool](repeating: false, count: row.count)
        for index in effects.indices {
            moves[index] = index < ForecastFeature.movingCount && !row[index].isNaN
            let thresholds = tables.effects[index].thresholds
            if moves[index], thresholds.count > 0 {
                terms.append(Term(first: 0, second: walks.count, width: 0, values: tables.effects[index].values.start))
                walks.append(Walk(feature: index, start: thresholds.start, count: thresholds.count, place: 0))
            } else {
                fixed += effects[index].effect(row[index])
            }
        }
        for (pair, table) in zip(model.success.pairs, tables.pairs) {
            let (first, second) = table.features
            guard moves[first] || moves[second] else {
                fixed += pair.effect(row[first], row[second])
                continue
            }
            guard let one = side(first, pair.first, table.thresholds.first, moves: moves[first]),
                let other = side(second, pair.second, table.thresholds.second, moves: moves[second])
            else { continue }
            // A bin of a number is one more than its thresholds below: bin 0 holds what is missing.
            let ahead = (moves[first] ? table.width : 0) + (moves[second] ? 1 : 0)
            terms.append(Term(first: one, second: other, width: table.width, values: table.values.start + ahead))
        }
    }

    /// A walk for one side of a pair; nil for a category that training never saw, which adds nothing.
    private mutating func side(_ feature: Int, _ axis: PairEffect.Axis, _ thresholds: ScoreTables.Stretch, moves: Bool) -> Int? {
        if moves {
            walks.append(Walk(feature: feature, start: thresholds.start, count: thresholds.count, place: 0))
        } else {
            guard let bin = axis.bin(row[feature]) else { return nil }
            walks.append(Walk(feature: feature, start: 0, count: 0, place: bin))
        }
        return walks.count - 1
    }

    /// The log-odds of success at a limit; quickest where limits ascend.
    mutating func score(_ features: AttemptFeatures, logLimit: Double) -> Double {
        features.fill(&row, logLimit: logLimit)
        return numbers.withUnsafeBufferPointer { numbers in
            walks.withUnsafeMutableBufferPointer { walks in
                for index in walks.indices where walks[index].count > 0 {
                    let walk = walks[index]
                    let value = row[walk.feature]
                    var place = walk.place
                    while place > 0, numbers[walk.start + place - 1] >= value { place -= 1 }
                    while place < walk.count, numbers[walk.start + place] < value { place += 1 }
                    walks[index].place = place
                }
                var score = fixed
                for term in terms {
                    score += numbers[term.values + walks[term.first].place * term.width + walks[term.second].place]
                }
                return score
            }
        }
    }
}
