internal import FoundationEssentials
internal import GRDB
package import Remediation

extension SQLiteStore {
    package func accept(
        _ failure: JobFailure,
        id: String,
        idempotencyKey: String?,
        receivedAt: Timestamp,
        decision: Decision?
    ) async throws(RemediationError) -> Acceptance {
        let rows = try AcceptedRows(failure, id: id, idempotencyKey: idempotencyKey, receivedAt: receivedAt, decision: decision)
        await Stage.end()
        let (earlier, learnt) = try await writer.write { db -> ((row: FailureRow, sameKey: Bool)?, Bool) in
            if let idempotencyKey, let earlier = try Self.failure(db, withKey: idempotencyKey, like: failure) { return (earlier, false) }
            // The index on attempts says whether it is a repeat: to ask before would search it twice.
            try db.cachedStatement(
                sql: """
                    INSERT INTO failures (id, received_at, job, run_id, attempt, engine, body) VALUES (?, ?, ?, ?, ?, ?, CAST(? AS TEXT))
                    ON CONFLICT (job, run_id, attempt) DO NOTHING
                    """
            ).execute(arguments: [id, receivedAt.milliseconds, failure.job, failure.runId, failure.attempt, failure.engine, rows.body])
            guard db.changesCount == 1 else { return (try Self.failure(db, ofAttempt: failure, key: idempotencyKey), false) }
            if let log = rows.log {
                try db.cachedStatement(sql: "INSERT INTO failure_logs (seq, log) VALUES (?, ?)")
                    .execute(arguments: [db.lastInsertedRowID, log])
            }
            try Self.remember(db, key: idempotencyKey, failureId: id, original: true)
            guard let decision, let decided = rows.decided else {
                try db.cachedStatement(sql: "INSERT INTO undecided_failures (failure_id) VALUES (?)").execute(arguments: [id])
                return (nil, false)
            }
            return (nil, try Self.insert(db, decision, rows: decided, failureId: id))
        }
        guard let earlier else { return rows.acceptance(learnt: learnt, undecided: undecided) }
        let record = try earlier.row.record()
        guard !earlier.sameKey || record.failure == failure else { throw Self.keyConflict(with: record.id) }
        return Acceptance(record: record, isNew: false)
    }

    /// The stored failure for which `key` stands, if it was used already, and whether the key's own request must have been equal to it.
    private static func failure(_ db: Database, withKey key: String, like failure: JobFailure) throws -> (row: FailureRow, sameKey: Bool)? {
        guard let known = try knownKey(db, key), let row = try fetchFailure(db, id: known.failureId) else { return nil }
        // A key that came with a failure which was stored already stands for that attempt, whatever its log said.
        guard known.original || known.attempt == AttemptKey(failure) else { throw keyConflict(with: known.failureId) }
        return (row, known.original)
    }

    /// The stored failure of the same attempt as `failure`, for which `key` stands from now on.
    private static func failure(_ db: Database, ofAttempt failure: JobFailure, key: String?) throws -> (row: FailureRow, sameKey: Bool) {
        let statement = try db.cachedStatement(sql: "SELECT id FROM failures WHERE job = ? AND run_id = ? AND attempt = ?")
        guard let id = try String.fetchOne(statement, arguments: [failure.job, failure.runId, failure.attempt]),
            let row = try fetchFailure(db, id: id)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT_INDEX, message: "an attempt's key names no failure") }
        try remember(db, key: key, failureId: id, original: false)
        return (row, false)
    }

    private struct AttemptKey: Equatable {
        var job: String
        var runId: String
        var attempt: Int

        init(job: String, runId: String, attempt: Int) {
            self.job = job
            self.runId = runId
            self.attempt = attempt
        }

        init(_ failure: JobFailure) {
            self.init(job: failure.job, runId: failure.runId, attempt: failure.attempt)
        }
    }

    private static func knownKey(_ db: Database, _ key: String) throws -> (failureId: String, original: Bool, attempt: AttemptKey)? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT k.failure_id, k.original, f.job, f.run_id, f.attempt
                FROM failure_keys k JOIN failures f ON f.id = k.failure_id WHERE k.key = ?
                """
        )
        return try Row.fetchOne(statement, arguments: [key]).map { row in
            (row[0], row[1], AttemptKey(job: row[2], runId: row[3], attempt: row[4]))
        }
    }

    private static func remember(_ db: Database, key: String?, failureId: String, original: Bool) throws {
        guard let key else { return }
        try db.cachedStatement(sql: "INSERT INTO failure_keys (key, failure_id, original) VALUES (?, ?, ?)")
            .execute(arguments: [key, failureId, original])
    }

    private static func keyConflict(with id: String) -> RemediationError {
        RemediationError(
            .conflict,
            "was used for another failure (\(id)) already; send a fresh key with every new failure",
            field: "idempotencyKey"
        )
    }

    package func failure(id: String) async throws(RemediationError) -> FailureRecord? {
        try await read { db in try Self.fetchFailure(db, id: id) }?.record()
    }

    package func undecidedFailures(limit: Int) async throws(RemediationError) -> [FailureRecord] {
        let rows = try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT f.id, f.received_at, f.body, l.log
                    FROM undecided_failures u JOIN failures f ON f.id = u.failure_id LEFT JOIN failure_logs l ON l.seq = f.seq
                    ORDER BY u.failure_id LIMIT ?
                    """
            )
            return try Row.fetchAll(statement, arguments: [max(0, limit)]).map { row in
                FailureRow(id: row[0], receivedAt: row[1], body: row[2], log: row[3])
            }
        }
        var records: [FailureRecord] = []
        for row in rows { records.append(try row.record()) }
        return records
    }

    /// The failure with `id`, its log and its decision.
    static func fetchFailure(_ db: Database, id: String) throws -> FailureRow? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT f.id, f.received_at, f.body, l.log, \(decisionColumns)
                FROM failures f LEFT JOIN failure_logs l ON l.seq = f.seq LEFT JOIN recommendations r ON r.failure_id = f.id
                WHERE f.id = ?
                """
        )
        return try Row.fetchOne(statement, arguments: [id]).map { row in
            FailureRow(id: row[0], receivedAt: row[1], body: row[2], log: row[3], decision: decisionRow(row, from: 4))
        }
    }
}
