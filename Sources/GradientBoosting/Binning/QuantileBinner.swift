/// Chooses bins of about equal weight, giving heavy values a bin of their own (the greedy rule of LightGBM).
struct QuantileBinner: Sendable {
    let maximumBins: Int
    /// Rows looked at to place the bounds; more are sampled evenly.
    let sampleLimit = 200_000

    /// The bounds for a numeric column over `rows`; nil if every value is missing.
    func numericBins(
        name: String,
        values: [Double],
        rows: [Int]?,
        weights: [Double]?
    ) -> FeatureBins? {
        let count = rows?.count ?? values.count
        let stride = max(1, (count + sampleLimit - 1) / sampleLimit)
        var sample: [Double] = []
        var sampleWeights: [Double]? = weights == nil ? nil : []
        sample.reserveCapacity(count / stride + 1)
        func take(_ row: Int) {
            if values[row].isNaN { return }
            sample.append(values[row])
            if let weights { sampleWeights?.append(weights[row]) }
        }
        var position = 0
        while position < count {
            take(rows?[position] ?? position)
            position += stride
        }
        if sample.isEmpty {
            // An evenly spaced sample may miss a few rare values.
            for position in 0..<count { take(rows?[position] ?? position) }
        }
        if sample.isEmpty { return nil }
        let (sorted, masses) = RadixSort.sort(sample, weights: sampleWeights)
        var distinct: [Double] = []
        var mass: [Double] = []
        for (index, value) in sorted.enumerated() {
            let weight = masses?[index] ?? 1
            if distinct.last == value {
                mass[mass.count - 1] += weight
            } else {
                distinct.append(value)
                mass.append(weight)
            }
        }
        var bins = FeatureBins(name: name)
        bins.thresholds = bounds(distinct: distinct, mass: mass)
        bins.range = (distinct[0], distinct[distinct.count - 1])
        return bins
    }

    /// Bounds between distinct ascending values so that bins weigh about the same.
    func bounds(distinct: [Double], mass: [Double]) -> [Double] {
        var cuts: [Double] = []
        if distinct.count <= maximumBins {
            for index in 1..<max(1, distinct.count) { cuts.append(middle(distinct[index - 1], distinct[index])) }
            return cuts
        }
        var remaining = mass.reduce(0, +)
        var binsLeft = maximumBins
        let mean = remaining / Double(maximumBins)
        let isHeavy = mass.map { $0 >= mean }
        for (index, heavy) in isHeavy.enumerated() where heavy {
            remaining -= mass[index]
            binsLeft -= 1
        }
        var target = binsLeft > 0 ? remaining / Double(binsLeft) : .infinity
        var current = 0.0
        for index in 0..<(distinct.count - 1) {
            if !isHeavy[index] { remaining -= mass[index] }
            current += mass[index]
            let nextIsHeavy = isHeavy[index + 1] && current >= max(target * 0.5, .leastNonzeroMagnitude)
            if isHeavy[index] || current >= target || nextIsHeavy {
                cuts.append(middle(distinct[index], distinct[index + 1]))
                if cuts.count >= maximumBins - 1 { break }
                current = 0
                if !isHeavy[index] {
                    binsLeft -= 1
                    target = binsLeft > 0 ? remaining / Double(binsLeft) : .infinity
                }
            }
        }
        return cuts
    }

    /// A number between two ascending ones, never equal to the upper.
    private func middle(_ low: Double, _ high: Double) -> Double {
        let middle = low + (high - low) / 2
        return middle < high && middle >= low ? middle : low
    }

    /// The bins of a categorical column over `rows`; nil if every value is missing.
    func categoricalBins(name: String, values: [String?], rows: [Int]?, weights: [Double]?) -> FeatureBins? {
        var mass: [String: Double] = [:]
        for position in 0..<(rows?.count ?? values.count) {
            let row = rows?[position] ?? position
            if let value = values[row] { mass[value, default: 0] += weights?[row] ?? 1 }
        }
        if mass.isEmpty { return nil }
        let ordered = mass.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
        var bins = FeatureBins(name: name, isCategorical: true)
        bins.hasOtherBin = ordered.count > maximumBins
        bins.categories = bins.hasOtherBin ? Array(ordered.prefix(maximumBins - 1)) : ordered
        return bins
    }
}
