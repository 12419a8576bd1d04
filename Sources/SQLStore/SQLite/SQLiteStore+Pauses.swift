internal import FoundationEssentials
internal import GRDB
package import Remediation

extension SQLiteStore {
    package func pauses() async throws(RemediationError) -> [Pause] {
        try await read { db in try Self.fetchPauses(db) }
    }

    package func pause(_ pause: Pause) async throws(RemediationError) -> Pause {
        let body = try RowCoding.encodeChecked(pause)
        let key = try RowCoding.pauseKey(pause)
        return try await writer.write { db in
            let earlier = try db.cachedStatement(sql: "SELECT id, body FROM pauses WHERE key = ?")
            if let row = try Row.fetchOne(earlier, arguments: [key]) {
                return try RowCoding.decode(Pause.self, from: row[1], row: row[0])
            }
            try db.cachedStatement(sql: "INSERT INTO pauses (id, key, body) VALUES (?, ?, CAST(? AS TEXT))")
                .execute(arguments: [pause.id, key, body])
            try Self.append(db, .paused(pause))
            return pause
        }
    }

    package func resume(
        pauseId: String,
        actor: String,
        reason: String?,
        at now: Timestamp,
        spreadSeconds: Double
    ) async throws(RemediationError) -> Pause {
        try await writer.write { db in
            let present = try db.cachedStatement(sql: "SELECT body FROM pauses WHERE id = ?")
            guard let body = try Data.fetchOne(present, arguments: [pauseId]) else {
                throw RemediationError(.notFound, "no pause has this identifier; GET /v1/pauses lists them", field: "id")
            }
            let pause = try RowCoding.decode(Pause.self, from: body, row: pauseId)
            try Self.lift(db, pause, actor: actor, reason: reason, at: now, spreadSeconds: spreadSeconds)
            return pause
        }
    }

    /// Takes a pause away, and makes what it held due again.
    static func lift(_ db: Database, _ pause: Pause, actor: String, reason: String?, at now: Timestamp, spreadSeconds: Double) throws {
        try db.cachedStatement(sql: "DELETE FROM pauses WHERE id = ?").execute(arguments: [pause.id])
        let held = try db.cachedStatement(sql: "SELECT id FROM deliveries WHERE held_by = ?")
        let release = try db.cachedStatement(
            sql: """
                UPDATE deliveries SET held_by = NULL, waits_for = NULL, due_at = MAX(due_at, ?1),
                    due_from = CASE WHEN due_at < ?1 THEN ?2 ELSE due_from END WHERE id = ?3
                """
        )
        for id in try String.fetchAll(held, arguments: [pause.id]) {
            let due = Pause.release(of: id, at: now, spreadSeconds: spreadSeconds)
            try release.execute(arguments: [due.milliseconds, now.milliseconds, id])
        }
        try append(db, .resumed(pause, actor: actor, reason: reason, at: now))
    }

    package func postpone(
        job: String,
        until moment: Timestamp,
        reason: String,
        at now: Timestamp
    ) async throws(RemediationError) -> Int {
        try await writer.write { db in
            try db.cachedStatement(
                sql: """
                    UPDATE deliveries SET due_at = ?1, due_from = ?4, waits_for = CASE WHEN held_by IS NULL THEN ?2 ELSE waits_for END
                    WHERE state = 'waiting' AND tries = tries_before AND due_at < ?1 AND recommendation_id IN (
                        SELECT r.id FROM recommendations r JOIN failures f ON f.id = r.failure_id
                        WHERE f.job = ?3 AND r.state = 'approved' AND r.decided_by = 'policy'
                    )
                    """
            ).execute(arguments: [moment.milliseconds, reason, job, now.milliseconds])
            return db.changesCount
        }
    }

    package func retryTokens() async throws(RemediationError) -> TokenBucket? {
        try await read { db in try Self.fetchTokens(db) }
    }

    package func takeRetryTokens(upTo most: Int, under budget: RetryBudget, at now: Timestamp) async throws(RemediationError) -> Int {
        try await writer.write { db in
            var bucket = TokenBucket.present(try Self.fetchTokens(db), at: now, under: budget)
            let taken = bucket.take(upTo: most)
            try Self.store(db, bucket)
            return taken
        }
    }

    package func returnRetryTokens(_ count: Int, under budget: RetryBudget, at now: Timestamp) async throws(RemediationError) {
        try await writer.write { db in
            var bucket = TokenBucket.present(try Self.fetchTokens(db), at: now, under: budget)
            bucket.putBack(count, under: budget)
            try Self.store(db, bucket)
        }
    }

    static func fetchPauses(_ db: Database) throws -> [Pause] {
        let statement = try db.cachedStatement(sql: "SELECT id, body FROM pauses ORDER BY id")
        return try Row.fetchAll(statement).map { try RowCoding.decode(Pause.self, from: $0[1], row: $0[0]) }
    }

    static func fetchTokens(_ db: Database) throws -> TokenBucket? {
        let statement = try db.cachedStatement(sql: "SELECT tokens, at FROM retry_budget WHERE id = 1")
        return try Row.fetchOne(statement).map { TokenBucket(tokens: $0[0], at: Timestamp(milliseconds: $0[1])) }
    }

    static func store(_ db: Database, _ bucket: TokenBucket) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO retry_budget (id, tokens, at) VALUES (1, ?, ?)
                ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens, at = excluded.at
                """
        ).execute(arguments: [bucket.tokens, bucket.at.milliseconds])
    }
}
