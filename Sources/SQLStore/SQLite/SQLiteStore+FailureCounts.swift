internal import GRDB
package import Remediation

extension SQLiteStore {
    /// Counts in snapshots of what is committed, since a busy minute takes a second, with rests between them, and holds up no other write
    /// but to put the counts down.
    package func countFailures(through minute: Int64) async throws(RemediationError) {
        // Another process was quicker; what it has counted may end a minute sooner.
        if try await !count(through: minute) { _ = try await count(through: minute) }
    }

    /// Counts.
    ///
    /// - Returns: Whether nobody else had counted meanwhile; else nothing has changed.
    private func count(through minute: Int64) async throws(RemediationError) -> Bool {
        guard let (plan, before) = try await read({ db in try Self.countingPlan(db, through: minute) }) else { return true }
        let counts = try await counts(of: plan.minutes)
        return try await writer.write { db in
            guard try Self.countedRange(db) == before else { return false }
            let span = [plan.minutes.lowerBound, plan.minutes.upperBound]
            let had = try db.cachedStatement(sql: "SELECT COUNT(DISTINCT minute) FROM failure_minutes WHERE minute BETWEEN ? AND ?")
            let came = Set(counts.map(\.minute)).count - (try Int.fetchOne(had, arguments: StatementArguments(span)) ?? 0)
            try db.cachedStatement(sql: "DELETE FROM failure_minutes WHERE minute BETWEEN ? AND ?")
                .execute(arguments: StatementArguments(span))
            let adding = try db.cachedStatement(
                sql: """
                    INSERT INTO failure_minutes (minute, failure_class, engine, host, count) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT (minute, failure_class, engine, host) DO UPDATE SET count = count + excluded.count
                    """
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
            ).execute(arguments: [plan.first, minute])
            return true
        }
    }

    private static func countedRange(_ db: Database) throws -> [Int64]? {
        let statement = try db.cachedStatement(sql: "SELECT first, last FROM failure_minutes_state WHERE id = 1")
        return try Row.fetchOne(statement).map { [$0[0], $0[1]] }
    }

    /// What is to be counted, and the first and last minute that were counted before; nil where there is nothing to count yet.
    private static func countingPlan(_ db: Database, through minute: Int64) throws -> (plan: CountingPlan, before: [Int64]?)? {
        let before = try countedRange(db)
        let latest = try db.cachedStatement(sql: "SELECT MAX(minute) FROM failure_minutes WHERE minute <= ?")
        let earliest = try db.cachedStatement(sql: "SELECT MIN(received_at) FROM failures WHERE received_at >= ?")
        let oldest = Timestamp(minute: CountingPlan.oldest(for: minute)).milliseconds
        let plan = CountingPlan(
            through: minute,
            counted: before.map { ($0[0], $0[1]) },
            latest: try Int64.fetchOne(latest, arguments: [minute]),
            earliest: try Int64.fetchOne(earliest, arguments: [oldest]).map { Timestamp(milliseconds: $0).minute },
            isLastWhole: try before.map { try isWhole(db, minute: $0[1]) } ?? false
        )
        return plan.map { ($0, before) }
    }

    /// Whether as many failures of `minute` are counted as were received in it.
    private static func isWhole(_ db: Database, minute: Int64) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                SELECT (SELECT COUNT(*) FROM failures WHERE received_at >= ? AND received_at < ?)
                    = (SELECT COALESCE(SUM(count), 0) FROM failure_minutes WHERE minute = ?)
                """
        )
        let range = [minute, minute + 1].map { Timestamp(minute: $0).milliseconds }
        return try Bool.fetchOne(statement, arguments: StatementArguments(range + [minute])) ?? false
    }

    /// Counts what was received in `minutes`, some at a time: to group failures takes memory for each of them, and while a snapshot lasts
    /// the write-ahead log cannot begin anew. What is of one kind and minute may be in several parts.
    private func counts(of minutes: ClosedRange<Int64>) async throws(RemediationError) -> [FailureCount] {
        let end = Timestamp(minute: minutes.upperBound + 1).milliseconds
        var start = Timestamp(minute: minutes.lowerBound).milliseconds
        var counts: [FailureCount] = []
        var pace = CountingPace()
        while start < end {
            let (found, next) = try await read { [start] db in try Self.counts(db, from: start, to: end, atMost: failuresPerSnapshot) }
            counts += found
            start = next
            if start < end { try? await Task.sleep(for: pace.rest()) }
        }
        return counts
    }

    /// Counts `largest` failures at most that were received from `start` on and before `end`, in milliseconds.
    ///
    /// - Returns: The counts, and from when on nothing was counted.
    private static func counts(_ db: Database, from start: Int64, to end: Int64, atMost largest: Int) throws -> ([FailureCount], Int64) {
        let bound = try db.cachedStatement(
            sql: "SELECT received_at FROM failures WHERE received_at >= ? AND received_at < ? ORDER BY received_at LIMIT 1 OFFSET ?"
        )
        // Those of one millisecond are counted together, however many they are.
        let next = try Int64.fetchOne(bound, arguments: [start, end, largest]).map { max($0, start + 1) } ?? end
        let counting = try db.cachedStatement(
            sql: """
                SELECT f.received_at / 60000, r.failure_class, f.engine,
                    COALESCE(json_extract(f.body, '$.labels.node'), json_extract(f.body, '$.labels.host'), ''), COUNT(*)
                FROM failures f JOIN recommendations r ON r.failure_id = f.id
                WHERE f.received_at >= ? AND f.received_at < ? GROUP BY 1, 2, 3, 4
                """
        )
        return (try Row.fetchAll(counting, arguments: [start, next]).map(failureCount), next)
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
