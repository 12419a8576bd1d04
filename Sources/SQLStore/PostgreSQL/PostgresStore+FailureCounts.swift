package import Remediation

extension PostgresStore {
    private static let lockingCounts = PostgresStatement(
        "lock counts",
        "SELECT first, last FROM failure_minutes_state WHERE id = 1 FOR UPDATE"
    )
    private static let findingEarliest = PostgresStatement(
        "earliest failure",
        "SELECT min(received_at) FROM failures WHERE received_at >= $1::bigint"
    )
    /// The functions of `json` refuse a document that holds U+0000 anywhere; such a failure counts without its host.
    private static let counting = PostgresStatement(
        "count minutes",
        """
        INSERT INTO failure_minutes (minute, failure_class, engine, host, count)
        SELECT received_at / 60000, failure_class, engine, host, count(*) FROM (
            SELECT f.received_at, r.failure_class, f.engine,
                CASE WHEN strpos(f.body, '\\u0000') > 0 THEN ''
                ELSE COALESCE(f.body::json -> 'labels' ->> 'node', f.body::json -> 'labels' ->> 'host', '') END AS host
            FROM failures f JOIN recommendations r ON r.failure_id = f.id
            WHERE f.received_at >= $1::bigint AND f.received_at < $2::bigint
        ) received GROUP BY 1, 2, 3, 4
        """
    )
    private static let findingLatest = PostgresStatement(
        "latest counted",
        "SELECT max(minute) FROM failure_minutes WHERE minute <= $1::bigint"
    )
    private static let countingMinutes = PostgresStatement(
        "counted minutes",
        "SELECT count(DISTINCT minute) FROM failure_minutes WHERE minute BETWEEN $1::bigint AND $2::bigint"
    )
    private static let uncounting = PostgresStatement(
        "uncount minutes",
        "DELETE FROM failure_minutes WHERE minute BETWEEN $1::bigint AND $2::bigint"
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

    package func countFailures(through minute: Int64) async throws(RemediationError) {
        try await transaction { connection in
            let state = try connection.run(Self.lockingCounts()).first
            let oldest = Timestamp(minute: CountingPlan.oldest(for: minute)).milliseconds
            let earliest = try connection.run(Self.findingEarliest(.integer(oldest))).first?.integerIfPresent(0)
            var counted: (first: Int64, last: Int64)?
            if let first = state?.integerIfPresent(0), let last = state?.integerIfPresent(1) { counted = (first, last) }
            let plan = CountingPlan(
                through: minute,
                counted: counted,
                latest: try connection.run(Self.findingLatest(.integer(minute))).first?.integerIfPresent(0),
                earliest: earliest.map { Timestamp(milliseconds: $0).minute }
            )
            guard let plan else { return }
            let first = PostgresValue.integer(plan.minutes.lowerBound)
            func known() throws -> Int64 {
                try connection.run(Self.countingMinutes(first, .integer(minute))).first?.integerIfPresent(0) ?? 0
            }
            let had = try known()
            try connection.run(Self.uncounting(first, .integer(minute)))
            let (start, end) = (Timestamp(minute: plan.minutes.lowerBound).milliseconds, Timestamp(minute: minute + 1).milliseconds)
            try connection.run(Self.counting(.integer(start), .integer(end)))
            try connection.run(Self.forgetting(.integer(plan.oldest), .integer(max(0, try known() - had))))
            try connection.run(Self.markingCounted(.integer(plan.first), .integer(minute)))
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
        try await read(Self.readingCounts(.integer(first), .integer(last))) { rows in
            rows.map {
                FailureCount(
                    minute: $0.integer(0),
                    failureClass: $0.text(1),
                    engine: $0.text(2),
                    host: $0.text(3),
                    count: Int($0.integer(4))
                )
            }
        }
    }

    private static let readingFirst = PostgresStatement("first minute", "SELECT first FROM failure_minutes_state WHERE id = 1")

    package func firstCountedMinute() async throws(RemediationError) -> Int64? {
        try await read(Self.readingFirst()) { $0.first?.integerIfPresent(0) }
    }
}
