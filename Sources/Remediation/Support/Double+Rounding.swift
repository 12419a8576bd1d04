#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

extension Double {
    private static let powersOfTen = (0...22).map { pow(10, Double($0)) }

    /// The number with its first `digits` decimal digits, at least 1; zero and what is not finite stay.
    package func rounded(significantDigits digits: Int) -> Double {
        guard isFinite, self != 0 else { return self }
        let exponent = digits - 1 - Int(log10(magnitude).rounded(.down))
        // A power of ten below 10^22 is exact, and so is a product or quotient with one but for its last bit.
        let scale = abs(exponent) < Self.powersOfTen.count ? Self.powersOfTen[abs(exponent)] : pow(10, Double(abs(exponent)))
        let result = exponent >= 0 ? (self * scale).rounded() / scale : (self / scale).rounded() * scale
        return result.isFinite && scale.isFinite ? result : self
    }
}
