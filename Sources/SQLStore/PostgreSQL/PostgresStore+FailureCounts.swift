internal import Dispatch
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
    /// From when on failures are beyond the most that are counted at a time.
    private static let findingBound = PostgresStatement(
        "bound of count",
        "SELECT received_at FROM failures WHERE received_at >= $1::bigint AND received_at < $2::bigint ORDER BY received_at LIMIT 1 OFFSET $3::bigint"
    )
    private static let comparingCounts = PostgresStatement(
        "whole minute",
        """
        SELECT ((SELECT count(*) FROM failures WHERE received_at >= $1::bigint AND received_at < $2::bigint)
            = (SELECT COALESCE(sum(count), 0) FROM failure_minutes WHERE minute = $3::bigint))::integer
        """
    )
    /// The functions of `json` refuse a document that holds U+0000 anywhere; such a failure counts without its host. OFFSET 0 lets a body be
    /// read once.
    private static let counting = PostgresStatement(
        "count minutes",
        """
        INSERT INTO failure_minutes (minute, failure_class, engine, host, count)
        SELECT f.received_at / 60000, r.failure_class, f.engine, COALESCE(l.labels ->> 'node', l.labels ->> 'host', ''), count(*)
        FROM failures f JOIN recommendations r ON r.failure_id = f.id
        CROSS JOIN LATERAL (
            SELECT CASE WHEN strpos(f.body, '\\u0000') = 0 THEN f.body::json -> 'labels' END AS labels OFFSET 0
        ) l
        WHERE f.received_at >= $1::bigint AND f.received_at < $2::bigint GROUP BY 1, 2, 3, 4
        ON CONFLICT (minute, failure_class, engine, host) DO UPDATE SET count = failure_minutes.count + excluded.count
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

    /// Counts some failures at a time, and rests between them: a busy minute takes a second. Another process that counts waits meanwhile; no
    /// other write does.
    package func countFailures(through minute: Int64) async throws(RemediationError) {
        let hurry = DispatchSemaphore(value: 0)
        let counted: Result<Void, RemediationError> = await withTaskCancellationHandler {
            do throws(RemediationError) {
                return .success(try await countFailures(through: minute, hurry: hurry))
            } catch {
                return .failure(error)
            }
        } onCancel: {
            hurry.signal()
        }
        try counted.get()
    }

    private func countFailures(through minute: Int64, hurry: DispatchSemaphore) async throws(RemediationError) {
        let largest = failuresPerSnapshot
        try await transaction(on: reading) { connection in
            let state = try connection.run(Self.lockingCounts()).first
            let oldest = Timestamp(minute: CountingPlan.oldest(for: minute)).milliseconds
            let earliest = try connection.run(Self.findingEarliest(.integer(oldest))).first?.integerIfPresent(0)
            var counted: (first: Int64, last: Int64)?
            if let first = state?.integerIfPresent(0), let last = state?.integerIfPresent(1) { counted = (first, last) }
            let plan = CountingPlan(
                through: minute,
                counted: counted,
                latest: try connection.run(Self.findingLatest(.integer(minute))).first?.integerIfPresent(0),
                earliest: earliest.map { Timestamp(milliseconds: $0).minute },
                isLastWhole: try counted.map { try Self.isWhole($0.last, connection) } ?? false
            )
            guard let plan else { return }
            let first = PostgresValue.integer(plan.minutes.lowerBound)
            func known() throws -> Int64 {
                try connection.run(Self.countingMinutes(first, .integer(minute))).first?.integerIfPresent(0) ?? 0
            }
            let had = try known()
            try connection.run(Self.uncounting(first, .integer(minute)))
            try Self.count(plan.minutes, atMost: largest, hurry: hurry, connection)
            try connection.run(Self.forgetting(.integer(plan.oldest), .integer(max(0, try known() - had))))
            try connection.run(Self.markingCounted(.integer(plan.first), .integer(minute)))
        }
    }

    /// Whether as many failures of `minute` are counted as were received in it.
    private static func isWhole(_ minute: Int64, _ connection: PostgresConnection) throws -> Bool {
        let (start, end) = (Timestamp(minute: minute).milliseconds, Timestamp(minute: minute + 1).milliseconds)
        return try connection.run(comparingCounts(.integer(start), .integer(end), .integer(minute))).first?.integer(0) == 1
    }

    /// Counts what was received in `minutes`, `largest` failures at a time but for those of one millisecond.
    ///
    /// - Parameter hurry: Signalled when there is no time for rests any more.
    private static func count(
        _ minutes: ClosedRange<Int64>,
        atMost largest: Int,
        hurry: DispatchSemaphore,
        _ connection: PostgresConnection
    ) throws {
        let end = Timestamp(minute: minutes.upperBound + 1).milliseconds
        var start = Timestamp(minute: minutes.lowerBound).milliseconds
        var pace = CountingPace()
        while start < end {
            let bound = try connection.run(findingBound(.integer(start), .integer(end), .integer(Int64(largest)))).first
            let next = bound?.integerIfPresent(0).map { max($0, start + 1) } ?? end
            try connection.run(counting(.integer(start), .integer(next)))
            start = next
            guard start < end, hurry.wait(timeout: .now() + pace.rest() / .seconds(1)) == .success else { continue }
            hurry.signal()
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
