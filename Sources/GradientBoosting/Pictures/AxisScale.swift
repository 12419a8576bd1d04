internal import Foundation

/// Maps values of an axis to 0...1, evenly or by logarithm.
struct AxisScale {
    let low: Double
    let high: Double
    let isLogarithmic: Bool

    init(low: Double, high: Double, isLogarithmic: Bool = false) {
        self.low = low
        self.high = high > low ? high : low + 1
        self.isLogarithmic = isLogarithmic && low > 0
    }

    /// Where a value lies, clamped to 0...1.
    func place(_ value: Double) -> Double {
        let place =
            isLogarithmic
            ? (log(max(value, .leastNormalMagnitude)) - log(low)) / (log(high) - log(low)) : (value - low) / (high - low)
        return min(max(place, 0), 1)
    }

    /// About `count` round values within the axis.
    func ticks(_ count: Int) -> [Double] {
        if isLogarithmic {
            let first = Int(log10(low).rounded(.up))
            let last = Int(log10(high).rounded(.down))
            if last > first {
                let step = max(1, (last - first + count - 1) / count)
                return stride(from: first, through: last, by: step).map { pow(10, Double($0)) }
            }
            return [low, high]
        }
        let raw = (high - low) / Double(count)
        let power = pow(10, log10(raw).rounded(.down))
        let step = ([1, 2, 5].map { $0 * power }.first { $0 >= raw }) ?? 10 * power
        let start = (low / step).rounded(.up)
        return (0...(count * 2)).map { (start + Double($0)) * step }.filter { $0 <= high * (1 + 1e-12) || $0 <= high }
    }
}
