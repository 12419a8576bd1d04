/// Exponential backoff with full jitter: a wait drawn evenly from nothing to a bound that doubles with every try.
///
/// Full jitter spreads the retries of many clients best: Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015.
package struct Backoff: Hashable, Sendable {
    /// The bound of the first wait, in seconds; more than 0.
    package let baseSeconds: Double
    /// The bound that no wait exceeds, in seconds; at least `baseSeconds`.
    package let capSeconds: Double

    /// A backoff; a base that is not positive counts as a millisecond, and a cap below the base as the base.
    package init(baseSeconds: Double = 2, capSeconds: Double = 300) {
        self.baseSeconds = baseSeconds.isFinite ? max(baseSeconds, 0.001) : 0.001
        self.capSeconds = capSeconds.isNaN ? self.baseSeconds : max(capSeconds, self.baseSeconds)
    }

    /// The longest wait, in seconds, after `tries` failed tries (from 1).
    package func boundSeconds(afterTries tries: Int) -> Double {
        var bound = baseSeconds
        // Doubling stops at the cap: 2^tries would overflow long before anyone gives up.
        var left = max(tries, 1) - 1
        while left > 0, bound < capSeconds {
            bound *= 2
            left -= 1
        }
        return min(bound, capSeconds)
    }

    /// The wait, in seconds, after `tries` failed tries (from 1); never less than `retryAfterSeconds`, if the scheduler asked for that.
    package func seconds(
        afterTries tries: Int,
        retryAfterSeconds: Double? = nil,
        using generator: inout some RandomNumberGenerator
    ) -> Double {
        // Of the generator's own bits, so that a seed gives the same waits whatever the standard library does: 53 bits in [0, 1).
        let fraction = Double(generator.next() >> 11) * 0x1p-53
        let wait = fraction * boundSeconds(afterTries: tries)
        // The jitter comes on top of a wait that was asked for, or all clients come back at the same moment.
        guard let asked = retryAfterSeconds, asked.isFinite, asked > 0 else { return wait }
        return asked + wait
    }
}
