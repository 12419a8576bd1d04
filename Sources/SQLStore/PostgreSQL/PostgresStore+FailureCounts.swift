package import Remediation

extension PostgresStore: FailureCounting {
    package func countFailures(through minute: Int64) async throws(RemediationError) { try await countInParts(through: minute) }

    private static let counted = "first, last, (SELECT COALESCE(sum(count), 0)::bigint FROM failure_minutes WHERE minute = last)"
    private static let readingCounted = PostgresStatement("read counted", "SELECT \(counted) FROM failure_minutes_state WHERE id = 1")
    private static let planningCount = PostgresStatement(
        "plan count",
        """
        SELECT \(counted), (SELECT max(minute) FROM failure_minutes WHERE minute <= $1::bigint),
            (SELECT min(received_at) FROM failures WHERE received_at >= $2::bigint),
            (SELECT count(*) FROM failures WHERE received_at >= last * 60000 AND received_at < (last + 1) * 60000)
        FROM failure_minutes_state WHERE id = 1
        """
    )

    func counted() async throws(RemediationError) -> CountingPlan.Counted? {
        try await read(Self.readingCounted()) { Self.counted($0.first) }
    }

    private static func counted(_ row: PostgresRows.Row?) -> CountingPlan.Counted? {
        guard let row, let first = row.integerIfPresent(0), let last = row.integerIfPresent(1) else { return nil }
        return CountingPlan.Counted(first: first, last: last, failures: Int(row.integer(2)))
    }

    func countingPlan(through minute: Int64) async throws(RemediationError) -> CountingPlan? {
        let oldest = Timestamp(minute: CountingPlan.oldest(for: minute)).milliseconds
        return try await read(Self.planningCount(.integer(minute), .integer(oldest))) { rows in
            guard let row = rows.first else { return nil }
            return CountingPlan(
                through: minute,
                counted: Self.counted(row),
                latest: row.integerIfPresent(3),
                earliest: row.integerIfPresent(4).map { Timestamp(milliseconds: $0).minute },
                received: Int(row.integer(5))
            )
        }
    }

    private static let boundingCount = PostgresStatement(
        "bound count",
        """
        SELECT received_at FROM failures WHERE received_at >= $1::bigint AND received_at < $2::bigint
        ORDER BY received_at LIMIT 1 OFFSET $3::bigint
        """
    )
    /// The functions of `json` refuse a document that holds U+0000 anywhere; such a failure counts without its host. OFFSET 0 lets a body be
    /// read once.
    private static let counting = PostgresStatement(
        "count minutes",
        """
        SELECT f.received_at / 60000, r.failure_class, f.engine, COALESCE(l.labels ->> 'node', l.labels ->> 'host', ''), count(*)
        FROM failures f JOIN recommendations r ON r.failure_id = f.id
        CROSS JOIN LATERAL (
            SELECT CASE WHEN strpos(f.body, '\\u0000') = 0 THEN f.body::json -> 'labels' END AS labels OFFSET 0
        ) l
        WHERE f.received_at >= $1::bigint AND f.received_at < $2::bigint GROUP BY 1, 2, 3, 4
        """
    )

    func countPart(from start: Int64, to end: Int64) async throws(RemediationError) -> (counts: [FailureCount], next: Int64) {
        let bounding = Self.boundingCount(.integer(start), .integer(end), .integer(Int64(failuresPerPart)))
        let bound = try await read(bounding) { $0.first?.integerIfPresent(0) }
        // Those of one millisecond are counted together, however many they are.
        let next = bound.map { max($0, start + 1) } ?? end
        return (try await read(Self.counting(.integer(start), .integer(next))) { $0.map(Self.failureCount) }, next)
    }

    private static let lockingCounted = PostgresStatement("lock counted", "SELECT FROM failure_minutes_state WHERE id = 1 FOR UPDATE")
    private static let countingMinutes = PostgresStatement(
        "counted minutes",
        "SELECT count(DISTINCT minute) FROM failure_minutes WHERE minute BETWEEN $1::bigint AND $2::bigint"
    )
    private static let uncounting = PostgresStatement(
        "uncount minutes",
        "DELETE FROM failure_minutes WHERE minute BETWEEN $1::bigint AND $2::bigint"
    )
    private static let addingCounts = PostgresStatement(
        "add counts",
        taking: PostgresInput(["minute": .bigint, "failure_class": .text, "engine": .text, "host": .text, "count": .bigint]),
        """
        added AS (
            INSERT INTO failure_minutes (minute, failure_class, engine, host, count)
            SELECT minute, failure_class, engine, host, count FROM input
        )
        SELECT number FROM input
        """
    )
    private static let forgetting = PostgresStatement(
        "forget minutes",
        """
        DELETE FROM failure_minutes WHERE minute IN (
            SELECT DISTINCT minute FROM failure_minutes WHERE minute < $1::bigint ORDER BY minute LIMIT $2::bigint
        )
        """
    )
    private static let markingCounted = PostgresStatement(
        "mark counted",
        "UPDATE failure_minutes_state SET first = $1::bigint, last = $2::bigint WHERE id = 1"
    )

    func put(_ counts: [FailureCount], by plan: CountingPlan) async throws(RemediationError) -> Bool {
        let (first, last) = (PostgresValue.integer(plan.minutes.lowerBound), PostgresValue.integer(plan.minutes.upperBound))
        let rows = counts.map { count in
            Self.addingCounts(
                .integer(count.minute),
                .text(count.failureClass),
                .text(count.engine),
                .text(count.host),
                .integer(Int64(count.count))
            )
        }
        return try await transaction { connection in
            try connection.run(Self.lockingCounted())
            // In a statement of its own: one that has waited for the lock would read the counts of before.
            guard Self.counted(try connection.run(Self.readingCounted()).first) == plan.before else { return false }
            let had = try connection.run(Self.countingMinutes(first, last)).first?.integerIfPresent(0) ?? 0
            let came = Int64(Set(counts.map(\.minute)).count) - had
            try connection.run(Self.uncounting(first, last))
            try connection.run(rows: rows)
            try connection.run(Self.forgetting(.integer(plan.oldest), .integer(max(0, came))))
            try connection.run(Self.markingCounted(.integer(plan.first), last))
            return true
        }
    }

    private static let readingCounts = PostgresStatement(
        "read minutes",
        """
        SELECT minute, failure_class, engine, host, count FROM failure_minutes WHERE minute BETWEEN $1::bigint AND $2::bigint
        ORDER BY minute, failure_class, engine, host
        """
    )

    package func failureCounts(from first: Int64, through last: Int64) async throws(RemediationError) -> [FailureCount] {
        try await read(Self.readingCounts(.integer(first), .integer(last))) { $0.map(Self.failureCount) }
    }

    private static func failureCount(_ row: PostgresRows.Row) -> FailureCount {
        FailureCount(
            minute: row.integer(0),
            failureClass: row.text(1),
            engine: row.text(2),
            host: row.text(3),
            count: Int(row.integer(4))
        )
    }

    private static let readingFirst = PostgresStatement("first minute", "SELECT first FROM failure_minutes_state WHERE id = 1")

    package func firstCountedMinute() async throws(RemediationError) -> Int64? {
        try await read(Self.readingFirst()) { $0.first?.integerIfPresent(0) }
    }
}
