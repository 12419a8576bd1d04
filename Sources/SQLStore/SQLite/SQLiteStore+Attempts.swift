internal import FoundationEssentials
internal import GRDB
package import Remediation

extension SQLiteStore {
    package func recordAttempt(
        _ attempt: Attempt,
        id: String,
        idempotencyKey: String?,
        recordedAt: Timestamp,
        outcome: Outcome?
    ) async throws(RemediationError) -> Bool {
        let rows = try RecordedRows(attempt, idempotencyKey: idempotencyKey, outcome: outcome)
        let numbered = NumberedAttempt(id: id, attempt: attempt, recordedAt: recordedAt)
        return try await writer.write { db in
            let isNew = try Self.insert(db, numbered, key: idempotencyKey, body: rows.attempt)
            if let outcome, let body = rows.outcome { _ = try Self.insert(db, outcome, body: body) }
            return isNew
        }
    }

    /// Adds an attempt to the history; false when the same run's attempt or key is there already.
    static func insert(_ db: Database, _ numbered: NumberedAttempt, key: String?, body: Data) throws -> Bool {
        let attempt = numbered.attempt
        // Only a repeat of the attempt or its key is passed over; a repeated `id` is an error of the caller's.
        try db.cachedStatement(
            sql: """
                INSERT INTO attempts (id, recorded_at, job, run_id, attempt, result, idempotency_key, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT))
                ON CONFLICT (job, run_id, attempt) DO NOTHING ON CONFLICT (idempotency_key) DO NOTHING
                """
        ).execute(arguments: [
            numbered.id, numbered.recordedAt.milliseconds, attempt.job, attempt.runId, attempt.attempt, attempt.result.rawValue, key, body,
        ])
        return db.changesCount == 1
    }

    package func attempts(
        after sequence: Int64,
        excluding known: Set<String>,
        limit: Int
    ) async throws(RemediationError) -> RecordedAttempts {
        let limit = max(1, limit)
        let rows = try await read { db in
            let statement = try db.cachedStatement(sql: "SELECT seq, id, body FROM attempts WHERE seq > ? ORDER BY seq LIMIT ?")
            return try Row.fetchAll(statement, arguments: [sequence, limit + 1]).map { row in
                AttemptRow(sequence: row[0], id: row[1], body: row[2])
            }
        }
        return try AttemptRow.stretch(rows, after: sequence, excluding: known, limit: limit)
    }

    package func attempts(ofJob job: String, limit: Int) async throws(RemediationError) -> [Attempt] {
        try Names.check(job, field: "job")
        let rows = try await read { db in
            let statement = try db.cachedStatement(sql: "SELECT id, body FROM attempts WHERE job = ? ORDER BY seq DESC LIMIT ?")
            return try Row.fetchAll(statement, arguments: [job, max(0, limit)]).map { row in (id: row[0] as String, body: row[1] as Data) }
        }
        var items: [Attempt] = []
        for row in rows { items.append(try RowCoding.decode(plainly: Attempt.self, from: row.body, row: row.id)) }
        return items
    }
}
