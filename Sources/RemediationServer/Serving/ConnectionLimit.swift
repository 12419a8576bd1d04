internal import NIOCore
internal import Synchronization

/// Counts the open connections, and knows which of them are more than there should be.
///
/// A listener that just stops taking connections leaves probes waiting with all others, and a service that is merely busy is then restarted
/// by whoever watches it. So some more are taken, each for one request: a probe gets its answer, all else a 503.
final class ConnectionLimit: Sendable {
    /// How many connections are taken beyond the limit, each for one request.
    static let spare = 256
    /// How long a connection beyond the limit may take to send its request, in seconds.
    static let spareSeconds = 2.0

    private let largest: Int
    private let count = Atomic<Int>(0)
    /// Those beyond the limit; nearly always there are none, and then nobody takes the lock.
    private let surplusCount = Atomic<Int>(0)
    private let surplus = Mutex<Set<ObjectIdentifier>>([])

    init(largest: Int) {
        self.largest = largest
    }

    /// Counts a connection that was taken.
    ///
    /// - Returns: Whether it is within the limit.
    func enter(_ connection: any Channel) -> Bool {
        guard count.add(1, ordering: .relaxed).newValue > largest else { return true }
        surplus.withLock { surplus in
            _ = surplus.insert(ObjectIdentifier(connection))
            surplusCount.store(surplus.count, ordering: .relaxed)
        }
        return false
    }

    /// Forgets a connection that has ended.
    func leave(_ connection: any Channel) {
        count.subtract(1, ordering: .relaxed)
        guard surplusCount.load(ordering: .relaxed) > 0 else { return }
        surplus.withLock { surplus in
            surplus.remove(ObjectIdentifier(connection))
            surplusCount.store(surplus.count, ordering: .relaxed)
        }
    }

    /// Refuses what comes over a connection beyond the limit.
    ///
    /// - Throws: `Overload`.
    func check(_ connection: ObjectIdentifier) throws(Overload) {
        guard surplusCount.load(ordering: .relaxed) > 0, surplus.withLock({ $0.contains(connection) }) else { return }
        throw Overload(.overloaded, "\(largest) connections are open already, which is the most at a time", seconds: 1)
    }
}
