internal import Dispatch
internal import Foundation
internal import GRDB
internal import Remediation
internal import Synchronization

/// Commits writes that wait at the same time in one transaction, in the order of their arrival.
///
/// A commit at `synchronous=FULL` waits for the disk, whatever it holds. So while one transaction commits, the writes that arrive queue
/// up, and the next transaction takes them all; where several came, it waits a moment for more. Should one of them fail, the transaction
/// is begun again with a savepoint for each, so that one does not fail the others. A caller is resumed only after the COMMIT. Everything
/// that blocks runs on a thread of its own.
final class GroupCommit: Sendable {
    /// One waiting write; `perform` returns what resumes its caller after the COMMIT.
    private struct Write: Sendable {
        let perform: @Sendable (Database) throws -> (@Sendable () -> Void)
        let fail: @Sendable (any Error) -> Void
    }

    /// One write of several failed, and not their transaction.
    private struct WriteFailure: Error {
        let cause: any Error
    }

    private struct State: Sendable {
        var waiting: [Write] = []
        var statistics = CommitStatistics()
        var isDraining = false
        var isClosed = false
    }

    /// From how many on the writes of a transaction show that more are on their way.
    private static let busy = 4
    /// How long the next transaction then waits for company, in seconds: what many writes share (the last pages of each index, the
    /// wait for the disk) is written once for more of them.
    private static let company = 0.002

    private let pool: DatabasePool
    private let errors: SQLiteErrors
    private let checkpoints: Checkpoints
    private let largestBatch: Int
    private let queue = DispatchQueue(label: "mulligan.store.writer")
    private let state = Mutex(State())

    /// A writer for `pool`, which nobody else may write to.
    ///
    /// - Parameter largestBatch: The most writes in one transaction, at least 1: bounds the time that the first of them waits.
    init(pool: DatabasePool, errors: SQLiteErrors, checkpoints: Checkpoints, largestBatch: Int) {
        self.pool = pool
        self.errors = errors
        self.checkpoints = checkpoints
        self.largestBatch = max(1, largestBatch)
    }

    /// Runs `body` in a transaction that it may share with others, and returns when that is durable.
    ///
    /// `body` must do nothing but read and write the database: it may be run again when the shared transaction fails.
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(RemediationError) -> Value {
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            let write = Write(
                perform: { db in
                    let value = try body(db)
                    return { continuation.resume(returning: .success(value)) }
                },
                fail: { continuation.resume(returning: .failure($0)) }
            )
            enqueue(write)
        }
        switch result {
        case .success(let value): return value
        case .failure(let error): throw errors.translate(error)
        }
    }

    /// Refuses further writes and returns when those that wait are committed.
    func close() async {
        state.withLock { $0.isClosed = true }
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume() }
        }
    }

    /// What has been committed so far.
    var statistics: CommitStatistics { state.withLock(\.statistics) }

    private func enqueue(_ write: Write) {
        let (mustStart, isClosed) = state.withLock { state in
            guard !state.isClosed else { return (false, true) }
            state.waiting.append(write)
            defer { state.isDraining = true }
            return (!state.isDraining, false)
        }
        if isClosed { write.fail(SQLiteErrors.closed) }
        if mustStart { queue.async { self.drain() } }
    }

    private func drain() {
        var last = 0
        while true {
            if last >= Self.busy, state.withLock({ $0.waiting.count < last && !$0.isClosed }) {
                Thread.sleep(forTimeInterval: Self.company)
            }
            let batch = state.withLock { state in
                let batch = Array(state.waiting.prefix(largestBatch))
                state.waiting.removeFirst(batch.count)
                if batch.isEmpty { state.isDraining = false }
                return batch
            }
            guard !batch.isEmpty else { return }
            last = batch.count
            commit(batch)
        }
    }

    private func commit(_ batch: [Write]) {
        var resumptions: [@Sendable () -> Void] = []
        var wantsCheckpoint = false
        do {
            try pool.writeWithoutTransaction { db in
                resumptions = try Self.runInTransaction(batch, db)
            }
            state.withLock { state in
                state.statistics.transactions += 1
                state.statistics.writes += batch.count
            }
            wantsCheckpoint = checkpoints.note(writes: batch.count)
        } catch  where batch.count > 1 && Self.meansNoSpace(error) {
            // One large write may have filled the disk for all of them: each gets another try on its own.
            for write in batch { commit([write]) }
            return
        } catch {
            resumptions = batch.map { write in { write.fail(error) } }
        }
        for resume in resumptions { resume() }
        if wantsCheckpoint { _ = try? pool.writeWithoutTransaction { db in try db.checkpoint(.passive) } }
    }

    private static func meansNoSpace(_ error: any Error) -> Bool {
        (error as? DatabaseError).map { [.SQLITE_FULL, .SQLITE_NOMEM].contains($0.resultCode) } ?? false
    }

    private static func runInTransaction(_ batch: [Write], _ db: Database) throws -> [@Sendable () -> Void] {
        // Left open only by a ROLLBACK that failed.
        if db.isInsideTransaction { try db.rollback() }
        do {
            return try inTransaction(db) {
                try batch.map { write in
                    do {
                        return try write.perform(db)
                    } catch {
                        throw WriteFailure(cause: error)
                    }
                }
            }
        } catch let failure as WriteFailure {
            guard batch.count > 1, !meansNoSpace(failure.cause) else { throw failure.cause }
            return try runInSavepoints(batch, db)
        }
    }

    private static func runInSavepoints(_ batch: [Write], _ db: Database) throws -> [@Sendable () -> Void] {
        try inTransaction(db) {
            var resumptions: [@Sendable () -> Void] = []
            resumptions.reserveCapacity(batch.count)
            for write in batch {
                try db.cachedStatement(sql: "SAVEPOINT a_write").execute()
                do {
                    resumptions.append(try write.perform(db))
                } catch {
                    // Some errors (a full disk) end the whole transaction.
                    guard db.isInsideTransaction else { throw error }
                    try db.cachedStatement(sql: "ROLLBACK TO a_write").execute()
                    resumptions.append { write.fail(error) }
                }
                try db.cachedStatement(sql: "RELEASE a_write").execute()
            }
            return resumptions
        }
    }

    /// What `body` returns, once it is committed.
    private static func inTransaction<Value>(_ db: Database, _ body: () throws -> Value) throws -> Value {
        try db.beginTransaction(.immediate)
        do {
            let value = try body()
            try db.commit()
            return value
        } catch {
            if db.isInsideTransaction { try? db.rollback() }
            throw error
        }
    }
}
