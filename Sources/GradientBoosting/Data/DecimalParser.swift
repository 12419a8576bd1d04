internal import Foundation

/// Reads decimal numbers from bytes, correctly rounded, without a copy.
struct DecimalParser {
    /// Powers of ten that a double holds exactly.
    private static let powers: [Double] = (0...22).map { pow(10, Double($0)) }
    private let powers = Self.powers

    /// The number that starts at `cursor`, which moves behind it; nil if none starts there or it needs the slow path.
    @inline(__always)
    func parse(_ cursor: inout UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Double? {
        var at = cursor
        var isNegative = false
        if at < end, at.pointee == UInt8(ascii: "-") || at.pointee == UInt8(ascii: "+") {
            isNegative = at.pointee == UInt8(ascii: "-")
            at += 1
        }
        var mantissa: UInt64 = 0
        var digits = 0
        var exponent = 0
        let whole = at
        while at < end, let digit = Self.digit(at.pointee) {
            mantissa = mantissa &* 10 &+ digit
            at += 1
        }
        digits = at - whole
        if at < end, at.pointee == UInt8(ascii: ".") {
            at += 1
            let fraction = at
            while at < end, let digit = Self.digit(at.pointee) {
                mantissa = mantissa &* 10 &+ digit
                at += 1
            }
            exponent = fraction - at
            digits -= exponent
        }
        // More than 19 digits overflow the mantissa.
        if digits == 0 || digits > 19 { return nil }
        if at < end, at.pointee | 0x20 == UInt8(ascii: "e") {
            at += 1
            var isSmall = false
            if at < end, at.pointee == UInt8(ascii: "-") || at.pointee == UInt8(ascii: "+") {
                isSmall = at.pointee == UInt8(ascii: "-")
                at += 1
            }
            var shift = 0
            let first = at
            while at < end, let digit = Self.digit(at.pointee), shift < 10_000 {
                shift = shift * 10 + Int(digit)
                at += 1
            }
            if at == first { return nil }
            exponent += isSmall ? -shift : shift
        }
        guard let value = scale(mantissa, exponent) else { return nil }
        cursor = at
        return isNegative ? -value : value
    }

    @inline(__always)
    private static func digit(_ byte: UInt8) -> UInt64? {
        let value = byte &- UInt8(ascii: "0")
        return value < 10 ? UInt64(value) : nil
    }

    /// `mantissa * 10^exponent` correctly rounded, or nil where doubles cannot prove the rounding.
    @inline(__always)
    private func scale(_ mantissa: UInt64, _ exponent: Int) -> Double? {
        if mantissa == 0 { return 0 }
        if exponent < -22 || exponent > 22 { return nil }
        let high = Double(mantissa)
        if mantissa <= 1 << 53 { return exponent < 0 ? high / powers[-exponent] : high * powers[exponent] }
        if high >= 0x1p64 { return nil }
        let low = Double(Int64(bitPattern: mantissa &- UInt64(high)))
        // Dekker's way: the rounded quotient or product, then its error in full, then one rounding of the sum.
        let power = powers[abs(exponent)]
        let first: Double
        let rest: Double
        if exponent < 0 {
            first = high / power
            rest = (high.addingProduct(-first, power) + low) / power
        } else {
            first = high * power
            rest = (-first).addingProduct(high, power) + low * power
        }
        let value = first + rest
        let error = abs(rest - (value - first))
        let half = value.ulp / 2
        // Too near the middle of two doubles, the error of `rest` could decide the rounding.
        return abs(error - half) < half * 0x1p-30 ? nil : value
    }
}
