/// Pinball loss at a quantile; the state is `score - label`.
///
/// The loss has no curvature, so gradients are scaled by the spread of the labels around the quantile: with a hessian of one
/// a leaf then moves by about a Newton step, in the units of the label.
struct PinballLoss: LossKernel {
    let isAdditive = true
    let isHessianSlopeBounded = false
    let quantile: Double
    /// The reciprocal of the labels' density at the quantile, in the units of the label.
    let spread: Double

    init(quantile: Double, labels: [Double], weights: [Double]?) {
        self.quantile = quantile
        let low = max(0, quantile - 0.1)
        let high = min(1, quantile + 0.1)
        let near = Self.quantile(high, labels, weights) - Self.quantile(low, labels, weights)
        let all = (labels.max() ?? 1) - (labels.min() ?? 0)
        spread = near > 0 ? near / (high - low) : max(all, .leastNormalMagnitude)
    }

    func baseScore(labels: [Double], weights: [Double]?) -> Double { Self.quantile(quantile, labels, weights) }

    func state(score: Double, label: Double) -> Float { Float(score - label) }

    func step(_ delta: Double) -> Float { Float(delta) }

    func update(_ block: RowBlock) {
        let above = Float(spread * (1 - quantile))
        let below = Float(-spread * quantile)
        block.forEach { state, step in
            state + step
        } derivatives: { state, _ in
            GradientPair(state > 0 ? above : state < 0 ? below : 0, 1)
        }
    }

    func loss(score: Double, label: Double) -> Double {
        label > score ? quantile * (label - score) : (1 - quantile) * (score - label)
    }

    /// The smallest value with at least this share of the weight at or below it.
    static func quantile(_ share: Double, _ values: [Double], _ weights: [Double]?) -> Double {
        let (sorted, masses) = RadixSort.sort(values, weights: weights)
        guard let masses else {
            return sorted.isEmpty ? 0 : sorted[min(sorted.count - 1, max(0, Int((share * Double(sorted.count)).rounded(.up)) - 1))]
        }
        let target = share * masses.reduce(0, +)
        var sum = 0.0
        for (value, mass) in zip(sorted, masses) {
            sum += mass
            if sum >= target { return value }
        }
        return sorted.last ?? 0
    }
}
