/// How one feature's values map to bins: value bins `0..<count`, then one bin for missing values.
struct FeatureBins: Sendable {
    let name: String
    /// Upper bounds of all bins but the last, ascending; a value equal to a bound lies in its bin. Numeric features alone.
    var thresholds: [Double] = []
    /// Categories with a bin of their own, most frequent first. Categorical features alone.
    var categories: [String] = []
    var isCategorical = false
    /// The last value bin gathers categories too rare for a bin of their own.
    var hasOtherBin = false
    /// Smallest and largest value seen, for plots.
    var range: (low: Double, high: Double) = (0, 0)

    /// The number of value bins.
    var count: Int { isCategorical ? categories.count + (hasOtherBin ? 1 : 0) : thresholds.count + 1 }
    /// The index of the bin of missing values.
    var missing: Int { count }
}
