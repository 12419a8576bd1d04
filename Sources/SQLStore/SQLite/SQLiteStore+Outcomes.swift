internal import FoundationEssentials
internal import GRDB
package import Remediation

extension SQLiteStore {
    package func recordOutcome(_ outcome: Outcome) async throws(RemediationError) -> Bool {
        let body = try RowCoding.encodeChecked(outcome)
        return try await writer.write { db in
            guard try Self.fetchDecision(db, id: outcome.recommendationId) != nil else {
                throw RemediationError(.notFound, "there is no recommendation \(outcome.recommendationId)")
            }
            try db.cachedStatement(
                sql: """
                    INSERT INTO outcomes (recommendation_id, recorded_at, result, body) VALUES (?, ?, ?, CAST(? AS TEXT))
                    ON CONFLICT DO NOTHING
                    """
            ).execute(arguments: [
                outcome.recommendationId, outcome.recordedAt.milliseconds, outcome.attempt.result.rawValue, body,
            ])
            guard db.changesCount == 1 else { return false }
            let state: RecommendationState = outcome.attempt.result == .succeeded ? .succeeded : .failedAgain
            try Self.move(db, recommendation: outcome.recommendationId, to: state, note: nil, at: outcome.recordedAt)
            return true
        }
    }

    package func outcome(ofRecommendation id: String) async throws(RemediationError) -> Outcome? {
        let body = try await read { db in
            let statement = try db.cachedStatement(sql: "SELECT body FROM outcomes WHERE recommendation_id = ?")
            return try Data.fetchOne(statement, arguments: [id])
        }
        guard let body else { return nil }
        return try RowCoding.decode(Outcome.self, from: body, row: id)
    }
}
