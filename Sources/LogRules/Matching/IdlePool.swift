internal import Synchronization

/// Working memory that threads use in turns: each piece by one of them at a time, and kept for the next.
final class IdlePool<Piece>: Sendable {
    /// A piece that changes hands under the lock and is used by one thread at a time: hence unchecked.
    private struct Idle: @unchecked Sendable {
        let piece: Piece
    }

    private let idle = Mutex<[Idle]>([])
    private let make: @Sendable () -> Piece?

    /// A pool that has nothing yet.
    ///
    /// - Parameter make: Makes a piece when all are in use; nil when there is no memory for one.
    init(_ make: @escaping @Sendable () -> Piece?) {
        self.make = make
    }

    /// What `body` says with a piece that nobody else uses meanwhile; nil when there is no memory for one.
    func borrow<Value>(_ body: (Piece) throws -> Value) rethrows -> Value? {
        guard let piece = idle.withLock({ $0.popLast() })?.piece ?? make() else { return nil }
        defer {
            let returned = Idle(piece: piece)
            idle.withLock { $0.append(returned) }
        }
        return try body(piece)
    }
}
