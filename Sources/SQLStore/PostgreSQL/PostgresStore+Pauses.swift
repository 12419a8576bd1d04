internal import FoundationEssentials
package import Remediation

extension PostgresStore {
    private static let listingPauses = PostgresStatement("pauses", "SELECT id, body FROM pauses ORDER BY id")

    package func pauses() async throws(RemediationError) -> [Pause] {
        let rows = try await read(Self.listingPauses()) { rows in rows.map { (id: $0.text(0), body: $0.data(1)) } }
        var pauses: [Pause] = []
        for row in rows { pauses.append(try RowCoding.decode(Pause.self, from: row.body, row: row.id)) }
        return pauses
    }

    /// Whoever claims, pauses or resumes takes turns: a pause that has been answered holds every claim after it, in every process.
    private static let takingTurns = PostgresStatement("claim turn", "SELECT pg_advisory_xact_lock(\(PostgresMigrator.lock + 1))")

    static func takeTurn(_ connection: PostgresConnection) throws { try connection.run(takingTurns()) }

    /// The bucket of tokens has a lock of its own, which claims take after their turn: answers that need a token do not wait for a pause that
    /// is lifted over many deliveries.
    private static let lockingTokens = PostgresStatement("lock tokens", "SELECT pg_advisory_xact_lock(\(PostgresMigrator.lock + 3))")

    private static let findingPause = PostgresStatement("pause by key", "SELECT id, body FROM pauses WHERE key = $1 OR id = $2")
    /// Other processes hear of it, and look.
    private static let notification = "pg_notify('\(PostgresListener.channel)', '')::text"
    private static let insertingPause = PostgresStatement(
        "insert pause",
        "INSERT INTO pauses (id, key, body) VALUES ($1, $2, $3) RETURNING \(notification)"
    )
    private static let deletingPause = PostgresStatement("delete pause", "DELETE FROM pauses WHERE id = $1 RETURNING \(notification)")

    package func pause(_ pause: Pause) async throws(RemediationError) -> Pause {
        let key = try RowCoding.pauseKey(pause)
        return try await transaction { connection in
            try Self.takeTurn(connection)
            try Self.lockAuditEnd(connection)
            if let row = try connection.run(Self.findingPause(.text(key), .null)).first {
                return try RowCoding.decode(Pause.self, from: row.data(1), row: row.text(0))
            }
            try Self.insert(connection, pause)
            return pause
        }
    }

    /// Adds a pause that is not there yet, with its audit entry.
    static func insert(_ connection: PostgresConnection, _ pause: Pause) throws {
        let key = try RowCoding.pauseKey(pause)
        try connection.run(insertingPause(.text(pause.id), .text(key), .bytes(try RowCoding.encodeChecked(pause))))
        try append(connection, .paused(pause))
    }

    private static let listingHeld = PostgresStatement(
        "held",
        "SELECT id FROM deliveries WHERE held_by = $1 ORDER BY id FOR UPDATE"
    )
    private static let releasing = PostgresStatement(
        "release",
        """
        UPDATE deliveries SET held_by = NULL, waits_for = NULL, due_at = GREATEST(due_at, $2::bigint),
            due_from = CASE WHEN due_at < $2::bigint THEN $3::bigint ELSE due_from END WHERE id = $1
        """
    )

    package func resume(
        pauseId: String,
        actor: String,
        reason: String?,
        at now: Timestamp,
        spreadSeconds: Double
    ) async throws(RemediationError) -> Pause {
        try await transaction { connection in
            try Self.takeTurn(connection)
            try Self.lockAuditEnd(connection)
            guard let row = try connection.run(Self.findingPause(.null, .text(pauseId))).first else {
                throw RemediationError(.notFound, "no pause has this identifier; GET /v1/pauses lists them", field: "id")
            }
            let pause = try RowCoding.decode(Pause.self, from: row.data(1), row: pauseId)
            try Self.lift(connection, pause, at: now, spreadSeconds: spreadSeconds)
            try Self.append(connection, .resumed(pause, actor: actor, reason: reason, at: now))
            return pause
        }
    }

    /// Takes a pause away, and makes what it held due again.
    static func lift(_ connection: PostgresConnection, _ pause: Pause, at now: Timestamp, spreadSeconds: Double) throws {
        try connection.run(deletingPause(.text(pause.id)))
        for id in try connection.run(listingHeld(.text(pause.id))).map({ $0.text(0) }) {
            let due = Pause.release(of: id, at: now, spreadSeconds: spreadSeconds)
            try connection.run(releasing(.text(id), .integer(due.milliseconds), .integer(now.milliseconds)))
        }
    }

    /// Rows are locked in one order, as whoever lifts a pause does.
    private static let postponing = PostgresStatement(
        "postpone",
        """
        WITH early AS (
            SELECT d.id FROM recommendations r JOIN failures f ON f.id = r.failure_id JOIN deliveries d ON d.recommendation_id = r.id
            WHERE f.job = $3 AND r.state = 'approved' AND r.decided_by = 'policy' AND d.state = 'waiting' AND d.tries = d.tries_before
                AND d.due_at < $1::bigint
            ORDER BY d.id FOR UPDATE OF d
        )
        UPDATE deliveries d SET due_at = $1::bigint, due_from = $4::bigint, waits_for = CASE WHEN d.held_by IS NULL THEN $2 ELSE d.waits_for END
        FROM early WHERE d.id = early.id RETURNING d.id
        """
    )

    package func postpone(
        job: String,
        until moment: Timestamp,
        reason: String,
        at now: Timestamp
    ) async throws(RemediationError) -> Int {
        let request = Self.postponing(.integer(moment.milliseconds), .words(reason), .words(job), .integer(now.milliseconds))
        return try await write(request) { $0.count }
    }

    /// The pauses in force, in the connection's transaction.
    static func fetchPauses(_ connection: PostgresConnection) throws -> [Pause] {
        try connection.run(listingPauses()).map { try RowCoding.decode(Pause.self, from: $0.data(1), row: $0.text(0)) }
    }

    private static let readingTokens = PostgresStatement("tokens left", "SELECT tokens, at FROM retry_budget WHERE id = 1")

    package func retryTokens() async throws(RemediationError) -> TokenBucket? {
        try await read(Self.readingTokens()) { $0.first.map(Self.bucket) }
    }

    package func takeRetryTokens(upTo most: Int, under budget: RetryBudget, at now: Timestamp) async throws(RemediationError) -> Int {
        try await changeTokens(under: budget, at: now) { $0.take(upTo: most) }
    }

    package func returnRetryTokens(_ count: Int, under budget: RetryBudget, at now: Timestamp) async throws(RemediationError) {
        try await changeTokens(under: budget, at: now) { $0.putBack(count, under: budget) }
    }

    private func changeTokens<Value: Sendable>(
        under budget: RetryBudget,
        at now: Timestamp,
        _ change: @escaping @Sendable (inout TokenBucket) -> Value
    ) async throws(RemediationError) -> Value {
        try await transaction { connection in
            try connection.run(Self.lockingTokens())
            var bucket = TokenBucket.present(try connection.run(Self.readingTokens()).first.map(Self.bucket), at: now, under: budget)
            let value = change(&bucket)
            try Self.store(connection, bucket)
            return value
        }
    }

    private static func bucket(_ row: PostgresRows.Row) -> TokenBucket {
        TokenBucket(tokens: row.double(0), at: Timestamp(milliseconds: row.integer(1)))
    }

    /// What decides about a claim, as it is now; it stays so until the transaction's end.
    static func screen(_ connection: PostgresConnection, for claim: DeliveryClaim) throws -> ClaimScreen {
        try takeTurn(connection)
        try connection.run(lockingTokens())
        return ClaimScreen(claim, pauses: try fetchPauses(connection), bucket: try connection.run(readingTokens()).first.map(bucket))
    }

    private static let storingTokens = PostgresStatement(
        "store tokens",
        """
        INSERT INTO retry_budget (id, tokens, at) VALUES (1, $1::double precision, $2::bigint)
        ON CONFLICT (id) DO UPDATE SET tokens = excluded.tokens, at = excluded.at
        """
    )

    static func store(_ connection: PostgresConnection, _ bucket: TokenBucket) throws {
        try connection.run(storingTokens(.double(bucket.tokens), .integer(bucket.at.milliseconds)))
    }
}
