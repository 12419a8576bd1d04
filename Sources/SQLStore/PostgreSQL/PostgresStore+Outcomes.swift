internal import FoundationEssentials
package import Remediation

extension PostgresStore {
    package func recordOutcome(_ outcome: Outcome) async throws(RemediationError) -> Bool {
        let body = try RowCoding.encodeChecked(outcome)
        return try await auditedTransaction { connection in try Self.insert(connection, outcome, body: body) }
    }

    private static let inserting = PostgresStatement(
        "insert outcome",
        """
        INSERT INTO outcomes (recommendation_id, recorded_at, result, body) VALUES ($1, $2::bigint, $3, $4)
        ON CONFLICT DO NOTHING RETURNING recommendation_id
        """
    )

    private static let cancelling = PostgresStatement(
        "cancel deliveries",
        """
        UPDATE deliveries SET state = 'cancelled', last_error = $2, held_by = NULL, waits_for = NULL, lease_until = NULL
        WHERE recommendation_id = $1 AND state = 'waiting' RETURNING id
        """
    )

    /// Stores an outcome with all that follows from it; false when there is one already.
    static func insert(_ connection: PostgresConnection, _ outcome: Outcome, body: Data) throws -> Bool {
        let id = outcome.recommendationId
        _ = try lockState(connection, recommendation: id)
        let request = inserting(
            .text(id),
            .integer(outcome.recordedAt.milliseconds),
            .text(outcome.attempt.result.rawValue),
            .bytes(body)
        )
        guard try connection.run(request).count == 1 else { return false }
        let state: RecommendationState = outcome.attempt.result == .succeeded ? .succeeded : .failedAgain
        let moved = try move(connection, recommendation: id, to: state, note: nil, at: outcome.recordedAt)
        // What still waits would start a run that is over.
        let cancelled = try connection.run(cancelling(.text(id), .text(Delivery.cancelReason))).map { $0.text(0) }.sorted()
        try append(connection, .settled(outcome, recommendation: moved, cancelled: cancelled))
        return true
    }

    private static let fetchingOutcome = PostgresStatement("outcome", "SELECT body FROM outcomes WHERE recommendation_id = $1")

    package func outcome(ofRecommendation id: String) async throws(RemediationError) -> Outcome? {
        guard !id.utf8.contains(0) else { return nil }
        let body = try await read(Self.fetchingOutcome(.text(id))) { $0.first?.dataIfPresent(0) }
        guard let body else { return nil }
        return try RowCoding.decode(Outcome.self, from: body, row: id)
    }

    /// Identifiers rise with time.
    private static let listingOutcomes = PostgresStatement(
        "outcomes",
        "SELECT recommendation_id, body FROM outcomes ORDER BY recommendation_id DESC LIMIT $1::bigint"
    )

    package func outcomes(limit: Int) async throws(RemediationError) -> [Outcome] {
        let rows = try await read(Self.listingOutcomes(.integer(Int64(max(0, limit))))) { rows in
            rows.map { (id: $0.text(0), body: $0.data(1)) }
        }
        var outcomes: [Outcome] = []
        for row in rows { outcomes.append(try RowCoding.decode(Outcome.self, from: row.body, row: row.id)) }
        return outcomes
    }
}
