internal import GRDB
package import Remediation

extension SQLiteStore {
    /// Counts in a snapshot of what is committed, since a busy minute takes a second, and holds up no other write but to put the counts down.
    package func countFailures(through minute: Int64) async throws(RemediationError) {
        guard let counted = try await read({ db in try Self.counted(db, through: minute) }) else { return }
        try await writer.write { db in
            // Another process was quicker; the next call looks again.
            guard try Self.countedRange(db) == counted.before else { return }
            let (plan, span) = (counted.plan, [counted.plan.minutes.lowerBound, counted.plan.minutes.upperBound])
            let had = try db.cachedStatement(sql: "SELECT COUNT(DISTINCT minute) FROM failure_minutes WHERE minute BETWEEN ? AND ?")
            let came = Set(counted.counts.map(\.minute)).count - (try Int.fetchOne(had, arguments: StatementArguments(span)) ?? 0)
            try db.cachedStatement(sql: "DELETE FROM failure_minutes WHERE minute BETWEEN ? AND ?")
                .execute(arguments: StatementArguments(span))
            let adding = try db.cachedStatement(
                sql: "INSERT INTO failure_minutes (minute, failure_class, engine, host, count) VALUES (?, ?, ?, ?, ?)"
            )
            for count in counted.counts {
                try adding.execute(arguments: [count.minute, count.failureClass, count.engine, count.host, count.count])
            }
            try db.cachedStatement(
                sql: """
                    DELETE FROM failure_minutes WHERE minute IN (
                        SELECT DISTINCT minute FROM failure_minutes WHERE minute < ? ORDER BY minute LIMIT ?
                    )
                    """
            ).execute(arguments: [plan.oldest, max(came, 0)])
            try db.cachedStatement(
                sql: """
                    INSERT INTO failure_minutes_state (id, first, last) VALUES (1, ?, ?)
                    ON CONFLICT (id) DO UPDATE SET first = excluded.first, last = excluded.last
                    """
            ).execute(arguments: [plan.first, minute])
        }
    }

    /// What a snapshot says of the minutes that are not counted yet, and of the last that is.
    private struct CountedMinutes: Sendable {
        /// The first and last minute that were counted before.
        var before: [Int64]?
        var plan: CountingPlan
        var counts: [FailureCount]
    }

    private static func countedRange(_ db: Database) throws -> [Int64]? {
        let statement = try db.cachedStatement(sql: "SELECT first, last FROM failure_minutes_state WHERE id = 1")
        return try Row.fetchOne(statement).map { [$0[0], $0[1]] }
    }

    /// Nil where there is nothing to count yet.
    private static func counted(_ db: Database, through minute: Int64) throws -> CountedMinutes? {
        let before = try countedRange(db)
        let latest = try db.cachedStatement(sql: "SELECT MAX(minute) FROM failure_minutes WHERE minute <= ?")
        let earliest = try db.cachedStatement(sql: "SELECT MIN(received_at) FROM failures WHERE received_at >= ?")
        let oldest = Timestamp(minute: CountingPlan.oldest(for: minute)).milliseconds
        let plan = CountingPlan(
            through: minute,
            counted: before.map { ($0[0], $0[1]) },
            latest: try Int64.fetchOne(latest, arguments: [minute]),
            earliest: try Int64.fetchOne(earliest, arguments: [oldest]).map { Timestamp(milliseconds: $0).minute }
        )
        guard let plan else { return nil }
        let counting = try db.cachedStatement(
            sql: """
                SELECT f.received_at / 60000, r.failure_class, f.engine,
                    COALESCE(json_extract(f.body, '$.labels.node'), json_extract(f.body, '$.labels.host'), ''), COUNT(*)
                FROM failures f JOIN recommendations r ON r.failure_id = f.id
                WHERE f.received_at >= ? AND f.received_at < ? GROUP BY 1, 2, 3, 4
                """
        )
        let span: StatementArguments = [
            Timestamp(minute: plan.minutes.lowerBound).milliseconds, Timestamp(minute: minute + 1).milliseconds,
        ]
        let counts = try Row.fetchAll(counting, arguments: span).map(failureCount)
        return CountedMinutes(before: before, plan: plan, counts: counts)
    }

    private static func failureCount(_ row: Row) -> FailureCount {
        FailureCount(minute: row[0], failureClass: row[1], engine: row[2], host: row[3], count: row[4])
    }

    package func failureCounts(from first: Int64, through last: Int64) async throws(RemediationError) -> [FailureCount] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT minute, failure_class, engine, host, count FROM failure_minutes WHERE minute BETWEEN ? AND ?
                    ORDER BY minute, failure_class, engine, host
                    """
            )
            return try Row.fetchAll(statement, arguments: [first, last]).map(Self.failureCount)
        }
    }

    package func firstCountedMinute() async throws(RemediationError) -> Int64? {
        try await read { db in
            try Int64.fetchOne(try db.cachedStatement(sql: "SELECT first FROM failure_minutes_state WHERE id = 1"))
        }
    }
}
