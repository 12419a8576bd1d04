internal import Foundation

/// Maps scores to honest probabilities, fitted on scores of rows that the model did not train on.
public struct Calibration: Codable, Sendable, Equatable {
    /// Which map to use.
    public enum Method: String, Codable, Sendable, CaseIterable {
        /// The model's own link alone.
        case none
        /// A logistic curve with a fitted slope and intercept (Platt, 1999).
        case platt
        /// A rising curve through pooled means (Zadrozny and Elkan, 2002).
        case isotonic
    }

    /// A group of held-out rows of similar prediction.
    public struct Bin: Codable, Sendable, Equatable {
        /// The mean predicted probability, uncalibrated.
        public var predicted: Double
        /// The mean label.
        public var observed: Double
        /// The weight of the group.
        public var weight: Double
    }

    /// The factor of the score in Platt's curve.
    public var slope: Double
    /// The log-odds at score zero in Platt's curve.
    public var intercept: Double
    /// Ascending scores of the isotonic curve's knots.
    public var scores: [Double]
    /// The probability at each knot; between knots it is interpolated.
    public var probabilities: [Double]
    /// What was predicted against what was observed, from low to high.
    public var reliability: [Bin]

    /// The probability of a score.
    public func probability(_ score: Double, method: Method) -> Double {
        switch method {
        case .none: return 1 / (1 + exp(-score))
        case .platt: return 1 / (1 + exp(-(slope * score + intercept)))
        case .isotonic:
            guard let first = scores.first, let last = scores.last, let lowest = probabilities.first, let highest = probabilities.last
            else {
                return 1 / (1 + exp(-score))
            }
            if score <= first { return lowest }
            if score >= last { return highest }
            var low = 0
            var high = scores.count - 1
            while high - low > 1 {
                let middle = (low + high) / 2
                if scores[middle] <= score { low = middle } else { high = middle }
            }
            let share = (score - scores[low]) / (scores[high] - scores[low])
            // Written so that rounding cannot leave the interval between the knots.
            return min(probabilities[high], probabilities[low] + share * (probabilities[high] - probabilities[low]))
        }
    }

    /// Fits both maps; nil for fewer than 20 rows or labels that do not vary.
    init?(scores: [Double], labels: [Double], weights: [Double]?) {
        let order = scores.indices.filter { scores[$0].isFinite && (weights?[$0] ?? 1) > 0 }
            .sorted { (scores[$0], $0) < (scores[$1], $1) }
        guard order.count >= 20, order.contains(where: { labels[$0] != labels[order[0]] }) else { return nil }
        let groups = Self.groups(order, scores, labels, weights, limit: 1000)
        (slope, intercept) = Self.platt(groups)
        (self.scores, probabilities) = Self.isotonic(groups)
        reliability = Self.groups(order, scores, labels, weights, limit: 20).map { group in
            Bin(predicted: group.predicted, observed: group.label, weight: group.weight)
        }
    }

    private struct Group {
        var score: Double
        var label: Double
        var predicted: Double
        var weight: Double
    }

    /// Runs of rows in order of score, of about equal weight.
    private static func groups(_ order: [Int], _ scores: [Double], _ labels: [Double], _ weights: [Double]?, limit: Int) -> [Group] {
        let total = order.reduce(0) { $0 + (weights?[$1] ?? 1) }
        var groups: [Group] = []
        var current = Group(score: 0, label: 0, predicted: 0, weight: 0)
        var done = 0.0
        for (position, row) in order.enumerated() {
            let weight = weights?[row] ?? 1
            current.score += weight * scores[row]
            current.label += weight * labels[row]
            current.predicted += weight / (1 + exp(-scores[row]))
            current.weight += weight
            done += weight
            let isLast = position == order.count - 1
            if !isLast, scores[order[position + 1]] == scores[row] { continue }
            if isLast || done >= total * Double(groups.count + 1) / Double(limit) {
                groups.append(
                    Group(
                        score: current.score / current.weight,
                        label: current.label / current.weight,
                        predicted: current.predicted / current.weight,
                        weight: current.weight
                    )
                )
                current = Group(score: 0, label: 0, predicted: 0, weight: 0)
            }
        }
        return groups
    }

    /// Newton's steps on the log loss of `slope * score + intercept`, with a slight pull towards slope 1 and intercept 0.
    private static func platt(_ groups: [Group]) -> (slope: Double, intercept: Double) {
        var slope = 1.0
        var intercept = 0.0
        for _ in 0..<50 {
            var (g0, g1, h00, h01, h11) = (intercept, slope - 1, 1.0, 0.0, 1.0)
            for group in groups {
                let p = 1 / (1 + exp(-(slope * group.score + intercept)))
                let error = group.weight * (p - group.label)
                let curve = group.weight * p * (1 - p)
                g0 += error
                g1 += error * group.score
                h00 += curve
                h01 += curve * group.score
                h11 += curve * group.score * group.score
            }
            let determinant = h00 * h11 - h01 * h01
            if !(determinant > 1e-12) { break }
            let moveIntercept = min(max((h11 * g0 - h01 * g1) / determinant, -2), 2)
            let moveSlope = min(max((h00 * g1 - h01 * g0) / determinant, -1), 1)
            intercept -= moveIntercept
            slope -= moveSlope
            if abs(moveIntercept) + abs(moveSlope) < 1e-10 { break }
        }
        // A curve that falls would reverse the order of predictions.
        return slope > 0 ? (slope, intercept) : (1, 0)
    }

    /// Pools neighbours that fall until the means rise (pool adjacent violators); knots at the pools' mean scores.
    private static func isotonic(_ groups: [Group]) -> (scores: [Double], probabilities: [Double]) {
        var pools: [Group] = []
        for group in groups {
            var pool = group
            while let last = pools.last, last.label >= pool.label {
                let weight = last.weight + pool.weight
                pool = Group(
                    score: (last.score * last.weight + pool.score * pool.weight) / weight,
                    label: (last.label * last.weight + pool.label * pool.weight) / weight,
                    predicted: 0,
                    weight: weight
                )
                pools.removeLast()
            }
            pools.append(pool)
        }
        return (pools.map(\.score), pools.map(\.label))
    }
}
