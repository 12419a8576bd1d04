internal import Synchronization

/// Hands out `0..<limit`, each number once, to any thread that asks.
final class Ticket: Sendable {
    private let counter = Atomic<Int>(0)
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    func next() -> Int? {
        let value = counter.wrappingAdd(1, ordering: .relaxed).oldValue
        return value < limit ? value : nil
    }
}
