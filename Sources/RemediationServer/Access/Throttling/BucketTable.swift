internal import Remediation
internal import Synchronization

/// A token bucket for each key, in bounded memory.
final class BucketTable: Sendable {
    private let capacity: Double
    private let refillPerSecond: Double
    private let largestCount: Int
    private let buckets = Mutex<[String: RequestBucket]>([:])
    /// Shared by the keys for which there is no room.
    private static let others = ""

    /// Buckets of `capacity` that refill at `refillPerSecond`; at most `largestCount` of them.
    init(capacity: Double, refillPerSecond: Double, largestCount: Int = 10_000) {
        self.capacity = capacity
        self.refillPerSecond = refillPerSecond
        self.largestCount = largestCount
    }

    /// Takes a token of `key`'s bucket.
    ///
    /// - Returns: Nil when there was one, else how long to wait, in seconds.
    func take(_ key: String, at now: Timestamp) -> Double? {
        change(key, at: now) { $0.take(at: now) }
    }

    /// Takes a token of `key`'s bucket whether there is one or not: a bucket may owe `mostOwed` of them.
    func charge(_ key: String, at now: Timestamp, mostOwed: Double) {
        change(key, at: now) { $0.charge(at: now, mostOwed: mostOwed) }
    }

    private func change<Value>(_ key: String, at now: Timestamp, _ body: (inout RequestBucket) -> Value) -> Value {
        buckets.withLock { buckets in
            if buckets[key] == nil, buckets.count >= largestCount {
                // Full buckets say nothing that a new one would not.
                buckets = buckets.filter { entry in
                    var bucket = entry.value
                    return !bucket.isFull(at: now)
                }
            }
            let key = buckets[key] == nil && buckets.count >= largestCount ? Self.others : key
            return body(&buckets[key, default: RequestBucket(capacity: capacity, refillPerSecond: refillPerSecond, now: now)])
        }
    }

    /// How long `key` has to wait for a token, in seconds; nil when there is one. None is taken.
    func wait(_ key: String, at now: Timestamp) -> Double? {
        buckets.withLock { buckets in
            let key = buckets[key] == nil && buckets.count >= largestCount ? Self.others : key
            return buckets[key]?.wait(at: now)
        }
    }

    /// How many keys are remembered now.
    var count: Int { buckets.withLock(\.count) }
}
