internal import FoundationEssentials
internal import GRDB
package import Remediation

extension SQLiteStore {
    package func recordOutcome(_ outcome: Outcome) async throws(RemediationError) -> Bool {
        let body = try RowCoding.encodeChecked(outcome)
        return try await writer.write { db in try Self.insert(db, outcome, body: body) }
    }

    /// Stores an outcome with all that follows from it; false when there is one already.
    static func insert(_ db: Database, _ outcome: Outcome, body: Data) throws -> Bool {
        let id = outcome.recommendationId
        guard try fetchDecision(db, id: id) != nil else { throw RemediationError(.notFound, "there is no recommendation \(id)") }
        try db.cachedStatement(
            sql: """
                INSERT INTO outcomes (recommendation_id, recorded_at, result, body) VALUES (?, ?, ?, CAST(? AS TEXT))
                ON CONFLICT DO NOTHING
                """
        ).execute(arguments: [id, outcome.recordedAt.milliseconds, outcome.attempt.result.rawValue, body])
        guard db.changesCount == 1 else { return false }
        let before = try fetchState(db, recommendation: id)
        let state: RecommendationState = outcome.attempt.result == .succeeded ? .succeeded : .failedAgain
        try move(db, recommendation: id, to: state, note: nil, at: outcome.recordedAt)
        // What still waits would start a run that is over.
        let waiting = try db.cachedStatement(sql: "SELECT id FROM deliveries WHERE recommendation_id = ? AND state = 'waiting'")
        let cancelled = try String.fetchAll(waiting, arguments: [id])
        try db.cachedStatement(
            sql: """
                UPDATE deliveries SET state = 'cancelled', last_error = ?, held_by = NULL, waits_for = NULL, lease_until = NULL
                WHERE recommendation_id = ? AND state = 'waiting'
                """
        ).execute(arguments: [Delivery.cancelReason, id])
        try append(
            db,
            .settled(outcome, recommendation: (before, try fetchState(db, recommendation: id)), cancelled: cancelled)
        )
        return true
    }

    package func outcome(ofRecommendation id: String) async throws(RemediationError) -> Outcome? {
        let body = try await read { db in
            let statement = try db.cachedStatement(sql: "SELECT body FROM outcomes WHERE recommendation_id = ?")
            return try Data.fetchOne(statement, arguments: [id])
        }
        guard let body else { return nil }
        return try RowCoding.decode(Outcome.self, from: body, row: id)
    }

    package func outcomes(limit: Int) async throws(RemediationError) -> [Outcome] {
        // Identifiers rise with time.
        let rows = try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT recommendation_id, body FROM outcomes ORDER BY recommendation_id DESC LIMIT ?"
            )
            return try Row.fetchAll(statement, arguments: [max(0, limit)]).map { (id: $0[0] as String, body: $0[1] as Data) }
        }
        var outcomes: [Outcome] = []
        for row in rows { outcomes.append(try RowCoding.decode(Outcome.self, from: row.body, row: row.id)) }
        return outcomes
    }
}
