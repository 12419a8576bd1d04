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

    /// This bucket as it is at `now` under `budget`. A clock that went back adds nothing, and a smaller budget takes what is above it.
    package func refilled(at now: Timestamp, under budget: RetryBudget) -> TokenBucket {
        let seconds = max(0, now.seconds - at.seconds)
        return TokenBucket(tokens: min(tokens + seconds * budget.perMinute / 60, budget.burst), at: now)
    }

    /// Takes a token if there is a whole one.
    package mutating func take() -> Bool {
        // Many small refills add up to a hair less than a whole token.
        guard tokens >= 1 - 1e-9 else { return false }
        tokens = max(0, tokens - 1)
        return true
    }
}
