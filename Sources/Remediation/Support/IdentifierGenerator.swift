internal import Synchronization

/// Makes identifiers that sort by time of creation.
///
/// The form is a ULID (48 bits of milliseconds, 80 random bits, 26 characters of Crockford's base 32, lower case), and within one
/// millisecond each is the one before plus 1, so that those of one generator stay in order while its clock does: https://github.com/ulid/spec,
/// "Monotonicity".
package struct IdentifierGenerator: Sendable {
    /// The last identifier's 128 bits.
    private final class Last: Sendable {
        let bits = Mutex<(high: UInt64, low: UInt64)>((0, 0))
    }

    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    private let clock: any WallClock
    private let randomBits: @Sendable () -> (UInt64, UInt16)
    private let last = Last()

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
        let time = UInt64(truncatingIfNeeded: clock.now().milliseconds)
        var (high, low) = last.bits.withLock { last in
            // New bits also when those of this millisecond run out.
            if last.high >> 16 == time & 0xffff_ffff_ffff, last.low < .max {
                last.low += 1
            } else {
                let (random, extra) = randomBits()
                last = (time << 16 | UInt64(extra), random)
            }
            return last
        }
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
