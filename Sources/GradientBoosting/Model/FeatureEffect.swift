/// The effect of one feature on the score: a step function, or a value a category.
public struct FeatureEffect: Codable, Sendable, Equatable {
    /// What the feature's values are.
    public enum Kind: String, Codable, Sendable {
        /// Numbers, compared with thresholds.
        case numeric
        /// Categories, compared by name.
        case categorical
    }

    /// The column.
    public var name: String
    /// What the column holds.
    public var kind: Kind
    /// Ascending bounds between steps; a value equal to a bound takes the step below it. Empty for categories.
    public var thresholds: [Double]
    /// The categories in the order of `values`. Empty for numbers.
    public var categories: [String]
    /// What each step or category adds to the score.
    public var values: [Double]
    /// What a missing value adds.
    public var missingValue: Double
    /// What a category that training did not list adds.
    public var otherValue: Double
    /// The training weight in each step or category.
    public var weights: [Double]
    /// The training weight of missing values.
    public var missingWeight: Double
    /// The training weight of unlisted categories.
    public var otherWeight: Double
    /// The constraint the effect was trained under.
    public var monotonicity: Monotonicity
    /// Smallest and largest training value, for plots; empty for categories.
    public var range: [Double]
    /// The standard error of each of `values` over bagged models, if there are any.
    public var standardErrors: [Double]?

    /// The place in `values` of an encoded value; nil if it is missing or an unlisted category.
    @inlinable
    public func bin(_ value: Double) -> Int? {
        if value.isNaN { return nil }
        switch kind {
        case .numeric:
            var base = 0
            var length = thresholds.count
            while length > 0 {
                let half = length >> 1
                if thresholds[base + half] < value {
                    base += half + 1
                    length -= half + 1
                } else {
                    length = half
                }
            }
            return base
        case .categorical:
            return value >= 0 && value < Double(values.count) ? Int(value) : nil
        }
    }

    /// What the encoded value adds: a number, or the index of a category; NaN is missing.
    @inlinable
    public func effect(_ value: Double) -> Double {
        if let bin = bin(value) { return values[bin] }
        return value.isNaN ? missingValue : otherValue
    }

    /// The mean absolute effect over the training weight.
    public var importance: Double {
        var sum = abs(missingValue) * missingWeight + abs(otherValue) * otherWeight
        var total = missingWeight + otherWeight
        for (value, weight) in zip(values, weights) {
            sum += abs(value) * weight
            total += weight
        }
        return total > 0 ? sum / total : 0
    }
}
