#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Maps values to places along an axis, and chooses its ticks.
struct Axis {
    let low: Double
    let high: Double
    let isLogarithmic: Bool
    /// Where `low` and `high` are drawn.
    let start: Double
    let end: Double

    /// An axis over `values`; logarithmic when they are positive and span more than a factor of 20.
    init(values: [Double], from start: Double, to end: Double) {
        let least = values.min() ?? 0
        let most = values.max() ?? 1
        self.start = start
        self.end = end
        isLogarithmic = least > 0 && most / least > 20
        if isLogarithmic {
            low = pow(10, floor(log10(least) * 2) / 2)
            high = pow(10, ceil(log10(most) * 2) / 2)
        } else {
            let pad = most > least ? (most - least) * 0.06 : max(abs(most) * 0.2, 1e-9)
            // Money and odds begin at zero: an axis that does not would make small differences look large.
            low = least >= 0 && least < most * 0.6 ? 0 : least - pad
            high = most + pad
        }
    }

    /// An axis with given ends.
    init(low: Double, high: Double, from start: Double, to end: Double) {
        self.low = low
        self.high = high
        self.start = start
        self.end = end
        isLogarithmic = false
    }

    /// Where `value` is drawn.
    func place(_ value: Double) -> Double {
        let share = isLogarithmic ? log(max(value, low) / low) / log(high / low) : (value - low) / (high - low)
        return start + min(max(share, 0), 1) * (end - start)
    }

    /// Round values along the axis, about `count` of them.
    func ticks(_ count: Int = 5) -> [Double] {
        if isLogarithmic {
            let decades = Int(floor(log10(low)))...Int(ceil(log10(high)))
            let steps: [Double] = decades.count > 3 ? [1] : [1, 2, 5]
            return decades.flatMap { decade in steps.map { $0 * pow(10, Double(decade)) } }.filter {
                $0 >= low * 0.999 && $0 <= high * 1.001
            }
        }
        let rough = (high - low) / Double(max(count, 1))
        guard rough > 0, rough.isFinite else { return [] }
        let scale = pow(10, floor(log10(rough)))
        let step = ([1, 2, 2.5, 5, 10].first { $0 * scale >= rough } ?? 10) * scale
        return (0...20).map { (ceil(low / step - 1e-9) + Double($0)) * step }.filter { $0 <= high + step * 1e-9 }
    }
}
