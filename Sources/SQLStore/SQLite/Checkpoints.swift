internal import Dispatch
internal import GRDB
internal import Synchronization

/// Copies committed pages from the write-ahead log into the database, beside the connection that writes.
///
/// SQLite's own checkpoints run within the commit that fills the log, and every write that waits pays for them. Here passive checkpoints run
/// on a connection of its own, which blocks no one. Under steady load only the writer can begin the log anew, where all of it is copied:
/// once it is long, and almost all is copied, the writer is asked to copy the little that came since. An error is of no consequence: the
/// pages stay in the log, for the next checkpoint.
/// Source: https://www.sqlite.org/wal.html, "Application-Initiated Checkpoints" and "Avoiding Excessively Large WAL Files".
final class Checkpoints: Sendable {
    private struct State: Sendable {
        var writes = 0
        var isRunning = false
        var wantsNewLog = false
    }

    /// Writes between two checkpoints.
    static let everyWrites = 512
    /// Pages in the log from which it is to begin anew: 64 MB.
    static let longLogPages = 16_384
    /// Pages in the log from which SQLite makes a checkpoint within a commit, should these here not get so far.
    static let ownFromPages = 4 * longLogPages

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
    ///
    /// - Returns: Whether the writer is to make a checkpoint now, before it writes again.
    func note(writes: Int) -> Bool {
        let (isDue, wantsNewLog) = state.withLock { state in
            state.writes += writes
            defer { state.wantsNewLog = false }
            guard state.writes >= Self.everyWrites, !state.isRunning else { return (false, state.wantsNewLog) }
            (state.writes, state.isRunning) = (0, true)
            return (true, state.wantsNewLog)
        }
        if isDue { queue.async { self.run() } }
        return wantsNewLog
    }

    private func run() {
        var isLong = copy()
        // What was committed meanwhile: less each time.
        if isLong { isLong = copy() }
        state.withLock { ($0.isRunning, $0.wantsNewLog) = (false, isLong) }
    }

    /// Copies what is committed; whether the log is long.
    private func copy() -> Bool {
        let copied = try? connection.writeWithoutTransaction { db in try db.checkpoint(.passive) }
        return (copied?.walFrameCount ?? 0) >= Self.longLogPages
    }

    /// Waits for a checkpoint under way and closes the connection.
    func close() async {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume() }
        }
        try? connection.close()
    }
}
