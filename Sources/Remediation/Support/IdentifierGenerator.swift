/// Makes identifiers that sort by time of creation.
///
/// The form is a ULID (48 bits of milliseconds, 80 random bits, 26 characters of Crockford's base 32, lower case): https://github.com/ulid/spec
package struct IdentifierGenerator: Sendable {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private let clock: any WallClock
    private let randomBits: @Sendable () -> (UInt64, UInt16)

    /// A generator on `clock` with 80 random bits a call from `randomBits`; tests pass seeded bits.
    package init(
        clock: any WallClock,
        randomBits: @escaping @Sendable () -> (UInt64, UInt16) = { (.random(in: .min ... .max), .random(in: .min ... .max)) }
    ) {
        self.clock = clock
        self.randomBits = randomBits
    }

    /// The next identifier: 26 characters, lower case, letters and digits.
    package func next() -> String {
        var high = UInt64(truncatingIfNeeded: clock.now().milliseconds) << 16
        var low: UInt64
        let (random, extra) = randomBits()
        high |= UInt64(extra)
        low = random
        return String(unsafeUninitializedCapacity: 26) { characters in
            for index in (0..<26).reversed() {
                characters[index] = Self.alphabet[Int(low & 31)]
                low = (low >> 5) | (high << 59)
                high >>= 5
            }
            return 26
        }
    }
}
