internal import FoundationEssentials
internal import GRDB
package import Remediation

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The embedded store: one SQLite file in WAL mode, every commit forced to the disk.
///
/// Several stores, also of several processes on one machine, may share a file: SQLite's locks order their transactions, and deliveries
/// are claimed under leases. The file must lie on a local disk; network file systems do not keep SQLite's locks.
package struct SQLiteStore: RemediationStore {
    let pool: DatabasePool
    let writer: GroupCommit
    private let checkpoints: Checkpoints
    let errors: SQLiteErrors
    let undecided = UndecidedFailures()
    let failuresPerPart: Int

    /// Opens the database at `path`, makes it if there is none, and migrates it.
    ///
    /// Blocks while it does so: meant for the start of a process.
    ///
    /// - Parameters:
    ///   - path: A file in a directory that exists.
    ///   - busySeconds: How long a statement waits for a lock that another process holds, in seconds.
    ///   - largestBatch: The most writes that share a transaction.
    ///   - failuresPerPart: The most failures that are counted by minute in one part, but for those of one millisecond.
    /// - Throws: `RemediationError` that names what is wrong with the file and what to do.
    package init(
        path: String,
        busySeconds: Double = 5,
        largestBatch: Int = 512,
        failuresPerPart: Int? = nil
    ) throws(RemediationError) {
        try Self.check(path: path)
        self.failuresPerPart = failuresPerPart ?? CountingPace.failuresPerPart
        let errors = SQLiteErrors(path: path)
        self.errors = errors
        do {
            try Self.checkOwner(of: path)
            pool = try Self.open(path: path, busySeconds: busySeconds)
            checkpoints = try Checkpoints(path: path, configuration: Self.configuration(busySeconds: busySeconds))
        } catch {
            throw errors.translate(error)
        }
        writer = GroupCommit(pool: pool, errors: errors, checkpoints: checkpoints, largestBatch: largestBatch)
    }

    static func check(path: String) throws(RemediationError) {
        guard !path.isEmpty, path != ":memory:", !path.hasPrefix("file:"), !path.utf8.contains(0) else {
            throw RemediationError(.invalidInput, "\"\(path)\" is not a path; name a file, for example sqlite:state/mulligan.db")
        }
        let directory = String(path.lastIndex(of: "/").map { path[..<$0] } ?? ".")
        var isDirectory = false
        guard directory.isEmpty || FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory) && isDirectory else {
            throw RemediationError(
                .invalidInput,
                "the directory \(directory) does not exist; make it with `mkdir -p \(directory)`, or choose another path for the store"
            )
        }
        if FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), isDirectory {
            throw RemediationError(.invalidInput, "\(path) is a directory; name a file in it, for example \(path)/mulligan.db")
        }
    }

    private static func configuration(busySeconds: Double) -> Configuration {
        var configuration = Configuration()
        configuration.label = "mulligan.store"
        configuration.busyMode = .timeout(busySeconds)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = 4
        // GRDB ends the process when a transaction stays open, which a ROLLBACK that fails would cause.
        configuration.allowsUnsafeTransactions = true
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF")
        }
        return configuration
    }

    /// Opens and prepares the file, again for up to `busySeconds` while another process does the same or closes it.
    ///
    /// SQLite does not wait where waiting could be a deadlock, the change to WAL and the recovery after a last close among them: there
    /// the one that comes second is told at once that the file is locked.
    private static func open(path: String, busySeconds: Double) throws -> DatabasePool {
        let clock = ContinuousClock()
        let deadline = clock.now + .seconds(busySeconds)
        while true {
            do {
                let pool = try DatabasePool(path: path, configuration: configuration(busySeconds: busySeconds))
                try prepare(pool, path: path)
                return pool
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY && clock.now < deadline {
                usleep(10_000)
            }
        }
    }

    private static func prepare(_ pool: DatabasePool, path: String) throws {
        let migrator = Migrations.migrator()
        try pool.writeWithoutTransaction { db in
            // DatabasePool sets NORMAL when it opens the writer, after `prepareDatabase`: a commit would not wait for the disk.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            // 16 MB: the pages of the indexes that every failure touches, which SQLite's own 2 MB do not hold. At a commit after which an
            // index has its pages in a new order SQLite looks through all of them (in a file of less than 1 GB), so more cost more.
            try db.execute(sql: "PRAGMA cache_size = -16384")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Checkpoints.ownFromPages)")
            // Another process may migrate at the same moment: what is read here must be of one moment.
            try db.inTransaction(.immediate) {
                try refuseUnusable(db, path: path)
                try db.execute(sql: "PRAGMA application_id = \(Migrations.applicationID)")
                return .commit
            }
        }
        let most = migrator.migrations.count + 1
        for attempt in 1...most {
            do {
                return try migrator.migrate(pool)
            } catch let error as DatabaseError where attempt < most && migratedMeanwhile.contains(error.extendedResultCode) {
                // Another process migrates at the same moment, and was before us: what is left to do, if anything, is the rest. It may be
                // before us at every step.
                usleep(10_000)
            }
        }
    }

    /// How a migration ends that another process made since it was found missing: what it makes is there, or only its entry.
    private static let migratedMeanwhile: [ResultCode] = [.SQLITE_ERROR, .SQLITE_CONSTRAINT_PRIMARYKEY]

    /// Refuses a file that another program made, before WAL mode would change it.
    static func checkOwner(of path: String) throws {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path), (attributes[.size] as? Int ?? 0) > 0 else { return }
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let file = try DatabaseQueue(path: path, configuration: configuration)
            try file.read { db in try refuseForeign(db, path: path) }
            try file.close()
        } catch let error as DatabaseError where error.resultCode != .SQLITE_NOTADB {
            // Opening it for writing says what is wrong.
        }
    }

    /// Refuses the file of another program, or of a newer version of this one.
    static func refuseUnusable(_ db: Database, path: String) throws {
        try refuseForeign(db, path: path)
        guard try !Migrations.migrator().hasBeenSuperseded(db) else {
            throw RemediationError(
                .conflict,
                "\(path) was written by a newer Mulligan; start that version, or restore a backup from before its upgrade"
            )
        }
    }

    private static func refuseForeign(_ db: Database, path: String) throws {
        let applicationID = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let isEmpty = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM sqlite_master") == 0
        guard applicationID == Migrations.applicationID || isEmpty && applicationID == 0 else {
            throw RemediationError(.invalidInput, "\(path) is the database of another program; choose another path for the store")
        }
    }

    /// Runs `body` in a snapshot of what is committed.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(RemediationError) -> Value {
        do {
            return try await pool.read(body)
        } catch {
            throw errors.translate(error)
        }
    }

    /// The value of a pragma on the connection that writes: `synchronous`, `journal_mode`, `foreign_keys`.
    package func pragma(_ name: String) async throws(RemediationError) -> String {
        do {
            return try await pool.writeWithoutTransaction { db in
                try String.fetchOne(db, sql: "SELECT CAST(\(name) AS TEXT) FROM pragma_\(name)") ?? ""
            }
        } catch {
            throw errors.translate(error)
        }
    }

    /// How many writes shared how many transactions since the store was opened.
    package var statistics: CommitStatistics { writer.statistics }

    package func checkHealth() async throws(RemediationError) {
        try await writer.write { db in
            try db.cachedStatement(sql: "UPDATE health SET checks = checks + 1 WHERE id = 1").execute()
        }
    }

    package func close() async {
        await writer.close()
        await checkpoints.close()
        try? pool.close()
    }
}
