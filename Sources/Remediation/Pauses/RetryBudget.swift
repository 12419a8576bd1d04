/// How many repairs the whole fleet may start: a burst at once, and so many a minute from then on.
package struct RetryBudget: Hashable, Sendable, Codable {
    /// The most repairs that may start at once, from 1.
    package var burst: Double
    /// How many more may start each minute.
    package var perMinute: Double

    /// A budget; the default lets a large fleet through and stops a storm.
    package init(burst: Double = 1_000, perMinute: Double = 600) {
        self.burst = max(burst, 1)
        self.perMinute = max(perMinute, 0)
    }
}

/// The tokens that a retry budget has left; one is taken for each repair, when it is first claimed.
package struct TokenBucket: Hashable, Sendable, Codable {
    /// How many are left.
    package var tokens: Double
    /// At which moment.
    package var at: Timestamp

    /// A bucket.
    package init(tokens: Double, at: Timestamp) {
        self.tokens = tokens
        self.at = at
    }

    /// By how much the clocks of processes on one store may differ before the bucket's is taken for wrong, in seconds.
    static let skewSeconds = 60.0

    /// This bucket as it is at `now` under `budget`; a smaller budget takes what is above it.
    ///
    /// A clock that is a little behind adds nothing and leaves the moment as it is: two processes whose clocks differ would else fill the
    /// bucket with their difference at every turn. One that is far behind has gone back, and filling begins anew from there.
    package func refilled(at now: Timestamp, under budget: RetryBudget) -> TokenBucket {
        let seconds = now.seconds - at.seconds
        return TokenBucket(
            tokens: min(tokens + max(0, seconds) * budget.perMinute / 60, budget.burst),
            at: seconds < -Self.skewSeconds ? now : max(at, now)
        )
    }

    /// A bucket as it was stored (nil for a full one), as it is at `now` under `budget`.
    package static func present(_ stored: TokenBucket?, at now: Timestamp, under budget: RetryBudget) -> TokenBucket {
        (stored ?? TokenBucket(tokens: budget.burst, at: now)).refilled(at: now, under: budget)
    }

    /// Takes whole tokens, at most `most`.
    ///
    /// - Returns: How many there were.
    package mutating func take(upTo most: Int) -> Int {
        var taken = 0
        while taken < most, take() { taken += 1 }
        return taken
    }

    /// Puts tokens back, as far as `budget` has room for them.
    package mutating func putBack(_ count: Int, under budget: RetryBudget) {
        tokens = min(tokens + Double(max(count, 0)), budget.burst)
    }

    /// Takes a token if there is a whole one.
    package mutating func take() -> Bool {
        // Many small refills add up to a hair less than a whole token.
        guard tokens >= 1 - 1e-9 else { return false }
        tokens = max(0, tokens - 1)
        return true
    }
}
