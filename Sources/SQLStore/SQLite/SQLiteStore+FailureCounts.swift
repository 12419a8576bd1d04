internal import GRDB
package import Remediation

extension SQLiteStore {
    package func countFailures(through minute: Int64) async throws(RemediationError) {
        try await writer.write { db in
            let state = try Row.fetchOne(try db.cachedStatement(sql: "SELECT first, last FROM failure_minutes_state WHERE id = 1"))
            let oldest = minute - FailureCount.keptMinutes
            let earliest = try db.cachedStatement(sql: "SELECT MIN(received_at) FROM failures WHERE received_at >= ?")
            let known = try Int64.fetchOne(earliest, arguments: [Timestamp(minute: oldest).milliseconds])
            let first = state.map { $0[0] as Int64 } ?? known.map { Timestamp(milliseconds: $0).minute } ?? minute
            // The last counted minute once more: what was received in it may have been committed later.
            let from = max(state.map { $0[1] as Int64 } ?? first, oldest)
            guard from <= minute else { return }
            try db.cachedStatement(sql: "DELETE FROM failure_minutes WHERE minute >= ?").execute(arguments: [from])
            try db.cachedStatement(
                sql: """
                    INSERT INTO failure_minutes (minute, failure_class, engine, host, count)
                    SELECT f.received_at / 60000, r.failure_class, f.engine,
                        COALESCE(json_extract(f.body, '$.labels.node'), json_extract(f.body, '$.labels.host'), ''), COUNT(*)
                    FROM failures f JOIN recommendations r ON r.failure_id = f.id
                    WHERE f.received_at >= ? AND f.received_at < ? GROUP BY 1, 2, 3, 4
                    """
            ).execute(arguments: [Timestamp(minute: from).milliseconds, Timestamp(minute: minute + 1).milliseconds])
            try db.cachedStatement(sql: "DELETE FROM failure_minutes WHERE minute < ?").execute(arguments: [oldest])
            try db.cachedStatement(
                sql: """
                    INSERT INTO failure_minutes_state (id, first, last) VALUES (1, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET first = excluded.first, last = excluded.last
                    """
            ).execute(arguments: [max(first, oldest), minute])
        }
    }

    package func failureCounts(from first: Int64, through last: Int64) async throws(RemediationError) -> [FailureCount] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT minute, failure_class, engine, host, count FROM failure_minutes WHERE minute BETWEEN ? AND ?
                    ORDER BY minute, failure_class, engine, host
                    """
            )
            return try Row.fetchAll(statement, arguments: [first, last]).map {
                FailureCount(minute: $0[0], failureClass: $0[1], engine: $0[2], host: $0[3], count: $0[4])
            }
        }
    }

    package func firstCountedMinute() async throws(RemediationError) -> Int64? {
        try await read { db in
            try Int64.fetchOne(try db.cachedStatement(sql: "SELECT first FROM failure_minutes_state WHERE id = 1"))
        }
    }
}
