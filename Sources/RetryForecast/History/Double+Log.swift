#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension Double {
    /// The natural logarithm.
    package var naturalLog: Double { log(self) }
    /// e raised to this power.
    package var exponential: Double { exp(self) }
    /// The complementary error function of this number: 1 - erf.
    package var complementaryError: Double { erfc(self) }
    /// The logarithm of the odds of this probability, which is kept within 1e-9 of 0 and 1.
    package var logit: Double {
        let p = Swift.min(Swift.max(self, 1e-9), 1 - 1e-9)
        return log(p / (1 - p))
    }
    /// The probability whose log-odds this is.
    package var logistic: Double { 1 / (1 + exp(-self)) }
}
