internal import GRDB
package import Remediation

extension SQLiteStore: FailureCounting {
    package func countFailures(through minute: Int64) async throws(RemediationError) { try await countInParts(through: minute) }

    func counted() async throws(RemediationError) -> CountingPlan.Counted? { try await read(Self.counted) }

    private static func counted(_ db: Database) throws -> CountingPlan.Counted? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT first, last, (SELECT COALESCE(SUM(count), 0) FROM failure_minutes WHERE minute = last)
                FROM failure_minutes_state WHERE id = 1
                """
        )
        return try Row.fetchOne(statement).map { CountingPlan.Counted(first: $0[0], last: $0[1], failures: $0[2]) }
    }

    func countingPlan(through minute: Int64) async throws(RemediationError) -> CountingPlan? {
        try await read { db in
            let counted = try Self.counted(db)
            let latest = try db.cachedStatement(sql: "SELECT MAX(minute) FROM failure_minutes WHERE minute <= ?")
            let earliest = try db.cachedStatement(sql: "SELECT MIN(received_at) FROM failures WHERE received_at >= ?")
            let oldest = Timestamp(minute: CountingPlan.oldest(for: minute)).milliseconds
            let received = try db.cachedStatement(sql: "SELECT COUNT(*) FROM failures WHERE received_at >= ? AND received_at < ?")
            let last = counted.map { [$0.last, $0.last + 1].map { Timestamp(minute: $0).milliseconds } }
            return CountingPlan(
                through: minute,
                counted: counted,
                latest: try Int64.fetchOne(latest, arguments: [minute]),
                earliest: try Int64.fetchOne(earliest, arguments: [oldest]).map { Timestamp(milliseconds: $0).minute },
                received: try last.flatMap { try Int.fetchOne(received, arguments: StatementArguments($0)) } ?? 0
            )
        }
    }

    /// A part in one snapshot: while that lasts the write-ahead log cannot begin anew, and to group failures takes memory for each.
    func countPart(from start: Int64, to end: Int64) async throws(RemediationError) -> (counts: [FailureCount], next: Int64) {
        try await read { db in
            let bound = try db.cachedStatement(
                sql: "SELECT received_at FROM failures WHERE received_at >= ? AND received_at < ? ORDER BY received_at LIMIT 1 OFFSET ?"
            )
            // Those of one millisecond are counted together, however many they are.
            let next = try Int64.fetchOne(bound, arguments: [start, end, failuresPerPart]).map { max($0, start + 1) } ?? end
            let counting = try db.cachedStatement(
                sql: """
                    SELECT f.received_at / 60000, r.failure_class, f.engine,
                        COALESCE(json_extract(f.body, '$.labels.node'), json_extract(f.body, '$.labels.host'), ''), COUNT(*)
                    FROM failures f JOIN recommendations r ON r.failure_id = f.id
                    WHERE f.received_at >= ? AND f.received_at < ? GROUP BY 1, 2, 3, 4
                    """
            )
            return (try Row.fetchAll(counting, arguments: [start, next]).map(Self.failureCount), next)
        }
    }

    func put(_ counts: [FailureCount], by plan: CountingPlan) async throws(RemediationError) -> Bool {
        try await writer.write { db in
            guard try Self.counted(db) == plan.before else { return false }
            let span = [plan.minutes.lowerBound, plan.minutes.upperBound]
            let had = try db.cachedStatement(sql: "SELECT COUNT(DISTINCT minute) FROM failure_minutes WHERE minute BETWEEN ? AND ?")
            let came = Set(counts.map(\.minute)).count - (try Int.fetchOne(had, arguments: StatementArguments(span)) ?? 0)
            try db.cachedStatement(sql: "DELETE FROM failure_minutes WHERE minute BETWEEN ? AND ?")
                .execute(arguments: StatementArguments(span))
            let adding = try db.cachedStatement(
                sql: "INSERT INTO failure_minutes (minute, failure_class, engine, host, count) VALUES (?, ?, ?, ?, ?)"
            )
            for count in counts {
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
            ).execute(arguments: [plan.first, plan.minutes.upperBound])
            return true
        }
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
