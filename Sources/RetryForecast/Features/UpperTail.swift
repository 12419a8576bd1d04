#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The upper tail of a sample as peaks over a threshold: what lies beyond the 70th percentile falls off exponentially.
///
/// With the mean excess known only from k values, the predictive chance of exceeding by x is `(1 + x / (k u))^-k`: a Pareto tail that
/// tends to the exponential as k grows.
enum UpperTail {
    /// The place of the threshold in an ascending sample of `count` values.
    static func start(_ count: Int) -> Int { Int(0.7 * Double(count - 1)) }

    /// Log-odds that a new value is at most `value`; `excess` is the mean excess over the threshold.
    static func logOdds(_ value: Double, ascending: [Double], excess: Double) -> Double {
        let n = ascending.count
        let place = start(n)
        let above = Double(n - 1 - place)
        let share = (above + 0.5) / Double(n + 1)
        let over = value - ascending[place]
        if over <= 0 {
            // Below the threshold the counts speak, and log-odds fall on with the distance so that the feature stays monotone.
            let covered = Double(ascending.lowerBound(value.nextUp))
            let odds = min((covered + 0.5) / (Double(n) - covered + 0.5), (1 - share) / share)
            return log(odds)
        }
        let exceeds = share * pow(1 + over / (max(above, 1) * excess), -max(above, 1))
        return min(log((1 - exceeds) / max(exceeds, 1e-12)), 18)
    }
}
