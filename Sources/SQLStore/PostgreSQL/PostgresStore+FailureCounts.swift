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
    private static let uncounting = PostgresStatement("uncount minutes", "DELETE FROM failure_minutes WHERE minute >= $1::bigint")
    private static let forgetting = PostgresStatement("forget minutes", "DELETE FROM failure_minutes WHERE minute < $1::bigint")
    private static let markingCounted = PostgresStatement(
        "mark counted",
        "UPDATE failure_minutes_state SET first = $1::bigint, last = $2::bigint WHERE id = 1"
    )

    package func countFailures(through minute: Int64) async throws(RemediationError) {
        try await transaction { connection in
            let state = try connection.run(Self.lockingCounts()).first
            let oldest = minute - FailureCount.keptMinutes
            var first = state?.integerIfPresent(0)
            if first == nil {
                let earliest = try connection.run(Self.findingEarliest(.integer(Timestamp(minute: oldest).milliseconds))).first
                first = earliest?.integerIfPresent(0).map { Timestamp(milliseconds: $0).minute }
            }
            // The last counted minute once more: what was received in it may have been committed later.
            let from = max(state?.integerIfPresent(1) ?? first ?? minute, oldest)
            guard from <= minute else { return }
            try connection.run(Self.uncounting(.integer(from)))
            let (start, end) = (Timestamp(minute: from).milliseconds, Timestamp(minute: minute + 1).milliseconds)
            try connection.run(Self.counting(.integer(start), .integer(end)))
            try connection.run(Self.forgetting(.integer(oldest)))
            try connection.run(Self.markingCounted(.integer(max(first ?? minute, oldest)), .integer(minute)))
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
