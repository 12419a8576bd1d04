internal import Dispatch
internal import GRDB
internal import Synchronization

/// Copies committed pages from the write-ahead log into the database, beside the connection that writes.
///
/// SQLite's own checkpoints run within the commit that fills the log, and every write that waits pays for them. Here a passive
/// checkpoint runs on a connection of its own, which blocks no one; what is left for SQLite's, which alone can begin the log anew under
/// steady load, are the pages since the last. An error is of no consequence: the pages stay in the log, for the next checkpoint.
/// Source: https://www.sqlite.org/wal.html, "Application-Initiated Checkpoints".
final class Checkpoints: Sendable {
    private struct State: Sendable {
        var writes = 0
        var isRunning = false
    }

    /// Writes between two checkpoints: few, so that SQLite's own finds little left to do.
    static let everyWrites = 256
    /// Pages in the log from which SQLite makes its own: 32 MB.
    static let ownFromPages = 8_192

    private let connection: DatabaseQueue
    private let queue = DispatchQueue(label: "mulligan.store.checkpoints")
    private let state = Mutex(State())

    /// Checkpoints of the database at `path`, which is in WAL mode.
    ///
    /// - Throws: `DatabaseError` when it cannot be opened.
    init(path: String) throws {
        var configuration = Configuration()
        configuration.label = "mulligan.store.checkpoints"
        connection = try DatabaseQueue(path: path, configuration: configuration)
        // A connection opens its file with the first statement, and learns of the log then.
        _ = try connection.read { db in try Int.fetchOne(db, sql: "SELECT 1 FROM sqlite_master") }
    }

    /// Takes note of `writes` that were committed.
    func note(writes: Int) {
        let isDue = state.withLock { state in
            state.writes += writes
            guard state.writes >= Self.everyWrites, !state.isRunning else { return false }
            state = State(isRunning: true)
            return true
        }
        guard isDue else { return }
        queue.async { [self] in
            _ = try? connection.writeWithoutTransaction { db in try db.checkpoint(.passive) }
            state.withLock { $0.isRunning = false }
        }
    }

    /// Waits for a checkpoint under way and closes the connection.
    func close() async {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume() }
        }
        try? connection.close()
    }
}
