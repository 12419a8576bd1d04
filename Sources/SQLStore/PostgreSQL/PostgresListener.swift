internal import Dispatch
internal import Foundation
internal import Synchronization

/// Hears on a connection of its own when another process puts something into the outbox (LISTEN and NOTIFY).
final class PostgresListener: Sendable {
    /// The channel that deciding, approving, pausing and resuming notify.
    static let channel = "mulligan_outbox"

    private struct State: Sendable {
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
        var next = 0
        var isRunning = false
        var isClosed = false
    }

    private let address: PostgresAddress
    private let queue = DispatchQueue(label: "mulligan.store.listener")
    private let state = Mutex(State())

    init(_ address: PostgresAddress) {
        self.address = address
    }

    /// An element for each time that there may be something new; those that come while nobody looks count as one.
    func wakeUps() -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let mustStart = state.withLock { state in
            guard !state.isClosed else {
                continuation.finish()
                return false
            }
            let number = state.next
            state.next += 1
            state.listeners[number] = continuation
            continuation.onTermination = { [weak self] _ in
                self?.state.withLock { _ = $0.listeners.removeValue(forKey: number) }
            }
            defer { state.isRunning = true }
            return !state.isRunning
        }
        if mustStart { queue.async { self.listen() } }
        return stream
    }

    /// Ends every stream; the thread sees it within a quarter of a second.
    func close() {
        let listeners = state.withLock { state in
            state.isClosed = true
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.finish() }
    }

    private var isClosed: Bool { state.withLock(\.isClosed) }

    private func listen() {
        while !isClosed {
            do {
                let connection = try PostgresConnection(address)
                try connection.execute("LISTEN \(Self.channel)")
                // What came while there was no connection was not heard.
                wake()
                while !isClosed {
                    if try connection.hearsNotification(seconds: 0.25) { wake() }
                }
            } catch {
                // The outbox also looks of its own accord; a server that is away is tried again.
                Thread.sleep(forTimeInterval: 0.5)
            }
        }
    }

    private func wake() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener.yield() }
    }
}
