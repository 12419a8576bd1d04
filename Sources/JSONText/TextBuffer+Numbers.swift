extension TextBuffer {
    /// Decimals that are tried before a number is left to the standard library.
    private static let decimals = 9
    /// Ten to that power.
    private static let scale = 1e9

    /// Adds the decimal digits of `number`.
    mutating func append(digitsOf number: UInt64) {
        let digits = Self.count(ofDigitsIn: number)
        append(count: digits) { Self.write(number, into: $0, digits) }
    }

    /// Adds `number`, where it is one of at most 15 digits, 9 of them decimals, and not too small: most are.
    ///
    /// Numbers of so few digits are all told apart by a `Double`, so the shortest text that reads back as `number` is that of the one whose
    /// quotient by the scale it is (a division of exact numbers rounds as reading does). Others, and what is not finite, are not added.
    ///
    /// - Returns: Whether it was added.
    mutating func append(decimalOf number: Double) -> Bool {
        let magnitude = number.magnitude
        // Below a ten thousandth the standard library writes exponents; zero may be negative.
        guard magnitude >= 1e-4, magnitude < 1e6 else { return false }
        let scaled = (magnitude * Self.scale).rounded()
        guard scaled < 1e15, scaled / Self.scale == magnitude else { return false }
        let units = UInt64(scaled)
        let (whole, fraction) = units.quotientAndRemainder(dividingBy: UInt64(Self.scale))
        if number < 0 { append(UInt8(ascii: "-")) }
        append(digitsOf: whole)
        guard fraction > 0 else { return true }
        var (rest, digits) = (fraction, Self.decimals)
        while rest.isMultiple(of: 10) { (rest, digits) = (rest / 10, digits - 1) }
        append(UInt8(ascii: "."))
        append(count: digits) { Self.write(rest, into: $0, digits) }
        return true
    }

    /// Writes the last `count` decimal digits of `number`, zeros in front included.
    private static func write(_ number: UInt64, into place: UnsafeMutablePointer<UInt8>, _ count: Int) {
        var rest = number
        for position in stride(from: count - 1, through: 0, by: -1) {
            let (tenth, digit) = rest.quotientAndRemainder(dividingBy: 10)
            place[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit)
            rest = tenth
        }
    }

    private static func count(ofDigitsIn number: UInt64) -> Int {
        var (count, rest) = (1, number)
        while rest >= 10 { (count, rest) = (count + 1, rest / 10) }
        return count
    }
}
