internal import Remediation

/// A token bucket: lets bursts of `capacity` through, and `refillPerSecond` in the long run.
struct RequestBucket: Hashable, Sendable {
    let capacity: Double
    let refillPerSecond: Double
    private var tokens: Double
    private var updatedAt: Timestamp

    /// A full bucket at `now`.
    init(capacity: Double, refillPerSecond: Double, now: Timestamp) {
        self.capacity = capacity
        self.refillPerSecond = refillPerSecond
        tokens = capacity
        updatedAt = now
    }

    /// Takes one token.
    ///
    /// - Returns: Nil when there was one, else how long to wait for the next, in seconds.
    mutating func take(at now: Timestamp) -> Double? {
        if let wait = wait(at: now) { return wait }
        tokens -= 1
        return nil
    }

    /// Takes one token whether there is one or not: what is owed is waited for too, up to `mostOwed` tokens.
    mutating func charge(at now: Timestamp, mostOwed: Double) {
        refill(at: now)
        tokens = max(-mostOwed, tokens - 1)
    }

    /// How long to wait for a token, in seconds; nil when there is one.
    mutating func wait(at now: Timestamp) -> Double? {
        refill(at: now)
        return tokens < 1 ? (1 - tokens) / refillPerSecond : nil
    }

    /// Whether nothing would be lost by forgetting the bucket.
    mutating func isFull(at now: Timestamp) -> Bool {
        refill(at: now)
        return tokens >= capacity
    }

    private mutating func refill(at now: Timestamp) {
        // A clock that was set back adds nothing, and takes nothing away.
        let elapsed = max(0, now.seconds - updatedAt.seconds)
        tokens = min(capacity, tokens + elapsed * refillPerSecond)
        updatedAt = now
    }
}
