/// The joint effect of two features beyond their own effects: a table over coarse bins.
public struct PairEffect: Codable, Sendable, Equatable {
    /// The bins along one feature: missing values first, then numbers by thresholds or categories by group.
    public struct Axis: Codable, Sendable, Equatable {
        /// The feature.
        public var name: String
        /// Ascending bounds between bins; a value equal to a bound lies below it. Empty for categories.
        public var thresholds: [Double]
        /// The bin of each category in the order of the feature's effect; empty for numbers.
        public var groups: [Int]
        /// The bin of categories that training did not list; nil adds nothing.
        public var otherGroup: Int?
        /// The number of bins, that of missing values included.
        public var count: Int

        /// The bin of an encoded value, or nil for a category never seen.
        @inlinable
        public func bin(_ value: Double) -> Int? {
            if value.isNaN { return 0 }
            if groups.isEmpty {
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
                return base + 1
            }
            guard value >= 0, value < Double(groups.count) else { return otherGroup }
            return groups[Int(value)]
        }
    }

    /// The first feature's bins.
    public var first: Axis
    /// The second feature's bins.
    public var second: Axis
    /// What each cell adds to the score, row by row of the first feature.
    public var values: [Double]
    /// The training weight in each cell.
    public var weights: [Double]
    /// The standard error of each of `values` over bagged models, if there are any.
    public var standardErrors: [Double]?

    /// Both names in one.
    public var name: String { "\(first.name) & \(second.name)" }

    /// What the encoded values add; zero for a category never seen.
    @inlinable
    public func effect(_ a: Double, _ b: Double) -> Double {
        guard let row = first.bin(a), let column = second.bin(b) else { return 0 }
        return values[row * second.count + column]
    }

    /// The mean absolute effect over the training weight.
    public var importance: Double {
        var sum = 0.0
        var total = 0.0
        for (value, weight) in zip(values, weights) {
            sum += abs(value) * weight
            total += weight
        }
        return total > 0 ? sum / total : 0
    }
}
