#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// Student's t distribution, near enough for a feature.
enum StudentT {
    /// Log-odds of the distribution function, by Wallace's normal approximation (1959) and a logistic form of the normal.
    static func logOdds(_ t: Double, freedom: Double) -> Double {
        let shape = (8 * freedom + 1) / (8 * freedom + 3)
        let z = shape * (freedom * log1p(t * t / freedom)).squareRoot() * (t < 0 ? -1 : 1)
        // Page (1977): logit of the normal distribution function to 1.4e-4.
        let odds = 1.5957691216057308 * z * (1 + 0.044715 * z * z)
        return min(max(odds, -18), 18)
    }
}
