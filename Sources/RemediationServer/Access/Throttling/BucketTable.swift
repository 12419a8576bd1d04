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
        change(key, at: now) { bucket, _ in bucket.take(at: now) }
    }

    /// Takes a token of `key`'s bucket whether there is one or not: it may owe `mostOwed` of them, but not where others share it.
    func charge(_ key: String, at now: Timestamp, mostOwed: Double) {
        change(key, at: now) { bucket, isShared in bucket.charge(at: now, mostOwed: isShared ? 0 : mostOwed) }
    }

    private func change<Value>(_ key: String, at now: Timestamp, _ body: (inout RequestBucket, _ isShared: Bool) -> Value) -> Value {
        buckets.withLock { buckets in
            if place(of: key, in: buckets) == Self.others {
                // Full buckets say nothing that a new one would not.
                buckets = buckets.filter { entry in
                    var bucket = entry.value
                    return !bucket.isFull(at: now)
                }
            }
            let place = place(of: key, in: buckets)
            let new = RequestBucket(capacity: capacity, refillPerSecond: refillPerSecond, now: now)
            return body(&buckets[place, default: new], place == Self.others)
        }
    }

    /// How long `key` has to wait for a token, in seconds; nil when there is one. None is taken.
    func wait(_ key: String, at now: Timestamp) -> Double? {
        buckets.withLock { buckets in
            buckets[place(of: key, in: buckets)]?.wait(at: now)
        }
    }

    /// The key whose bucket is `key`'s.
    private func place(of key: String, in buckets: [String: RequestBucket]) -> String {
        buckets[key] == nil && buckets.count >= largestCount ? Self.others : key
    }

    /// How many keys are remembered now.
    var count: Int { buckets.withLock(\.count) }
}
