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
    /// Pages that may be left to the writer: 8 MB.
    static let mostLeftPages = 2_048
    /// Pages in the log from which SQLite makes a checkpoint within a commit, should these here not get so far.
    static let ownFromPages = 4 * longLogPages

    private let connection: DatabaseQueue
    private let queue = DispatchQueue(label: "mulligan.store.checkpoints")
    private let state = Mutex(State())

    /// Checkpoints of the database at `path`, which is in WAL mode.
    ///
    /// - Parameter configuration: The store's, whose other connections wait as long for a lock.
    /// - Throws: `DatabaseError` when it cannot be opened.
    init(path: String, configuration: Configuration) throws {
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
            // One checkpoint at a time: of two the second is refused at once.
            guard state.writes >= Self.everyWrites, !state.isRunning, !state.wantsNewLog else { return (false, state.wantsNewLog) }
            (state.writes, state.isRunning) = (0, true)
            return (true, false)
        }
        if isDue { queue.async { self.run() } }
        return wantsNewLog
    }

    private func run() {
        var log = copy()
        // What was committed meanwhile: less each time.
        if log.pages >= Self.longLogPages { log = copy() }
        // A reader of long ago keeps pages in the log: to wait for it is not the writer's.
        let wantsNewLog = log.pages >= Self.longLogPages && log.pages - log.copied <= Self.mostLeftPages
        state.withLock { ($0.isRunning, $0.wantsNewLog) = (false, wantsNewLog) }
    }

    /// Copies what is committed; the pages in the log, and those of them that are copied.
    private func copy() -> (pages: Int, copied: Int) {
        let result = try? connection.writeWithoutTransaction { db in try db.checkpoint(.passive) }
        return result.map { ($0.walFrameCount, $0.checkpointedFrameCount) } ?? (0, 0)
    }

    /// Waits for a checkpoint under way and closes the connection.
    func close() async {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume() }
        }
        try? connection.close()
    }
}
