internal import FoundationEssentials
internal import GRDB
package import Remediation

extension SQLiteStore {
    package func decide(failureId: String, _ decision: Decision) async throws(RemediationError) -> Acceptance {
        let rows = try DecisionRows(decision, failureId: failureId)
        let remembered = undecided.take(failureId)
        let (row, earlier, learnt) = try await writer.write { db -> (FailureRow?, DecisionRow?, Bool) in
            let row = remembered == nil ? try Self.fetchFailure(db, id: failureId) : nil
            guard row != nil || remembered != nil else {
                throw RemediationError(.notFound, "there is no failure \(failureId)")
            }
            if let earlier = try Self.fetchDecision(db, ofFailure: failureId) { return (row, earlier, false) }
            try db.cachedStatement(sql: "DELETE FROM undecided_failures WHERE failure_id = ?").execute(arguments: [failureId])
            return (row, nil, try Self.insert(db, decision, rows: rows, failureId: failureId))
        }
        var stored = remembered
        if let row { stored = try row.record() }
        guard var record = stored else { throw RemediationError(.notFound, "there is no failure \(failureId)") }
        record.classification = decision.classification
        record.recommendation = decision.recommendation
        if let earlier {
            let decided = try earlier.decision()
            record.classification = decided.classification
            record.recommendation = decided.recommendation
        }
        return Acceptance(record: record, isNew: false, learnt: learnt)
    }

    /// Stores a decision with all that belongs to it.
    ///
    /// - Returns: Whether its attempt was new.
    static func insert(_ db: Database, _ decision: Decision, rows: DecisionRows, failureId: String) throws -> Bool {
        let recommendation = decision.recommendation
        try db.cachedStatement(
            sql: """
                INSERT INTO recommendations (
                    id, failure_id, failure_class, action, mode, state, target, decided_by, note, created_at, updated_at,
                    classification, body
                ) VALUES (?, ?, ?, ?, ?, ?, CAST(? AS TEXT), ?, ?, ?, ?, '', ?)
                """
        ).execute(arguments: [
            recommendation.id, failureId, decision.classification.failureClass.rawValue, recommendation.action.rawValue,
            recommendation.mode.rawValue, recommendation.state.rawValue, rows.target, recommendation.decidedBy, recommendation.note,
            recommendation.createdAt.milliseconds, recommendation.updatedAt.milliseconds, rows.body,
        ])
        if let delivery = decision.delivery, let repair = rows.repair {
            try insert(db, delivery, repair: repair, at: recommendation.updatedAt)
        }
        var learnt = false
        if let attempt = decision.attempt, let body = rows.attempt { learnt = try insert(db, attempt, key: nil, body: body) }
        if let outcome = decision.outcome, let body = rows.outcome { _ = try insert(db, outcome, body: body) }
        try append(db, .decided(recommendation, of: decision.classification.failureClass, delivery: decision.delivery))
        return learnt
    }

    package func recommendation(id: String) async throws(RemediationError) -> Recommendation? {
        try await read { db in try Self.fetchDecision(db, id: id) }?.decision().recommendation
    }

    package func change(_ change: RecommendationChange) async throws(RemediationError) -> Recommendation {
        try DecisionRows.check(change.delivery, of: change.id, in: change.state)
        let target: Data? = if let target = change.target { try RowCoding.encodeChecked(target) } else { nil }
        let repair: Data? = if let delivery = change.delivery { try RowCoding.encodeChecked(delivery.repair) } else { nil }
        let row = try await writer.write { db -> DecisionRow in
            guard var row = try Self.fetchDecision(db, id: change.id) else {
                throw RemediationError(.notFound, "there is no recommendation \(change.id)")
            }
            let present = try row.readState()
            guard change.state.predecessors.contains(present) else {
                throw RemediationError(
                    .conflict,
                    "the recommendation \(change.id) is \(present.rawValue) and cannot become \(change.state.rawValue); read it again",
                    field: "state"
                )
            }
            let before = (state: present, target: try row.readTarget())
            row.state = change.state.rawValue
            row.target = target ?? row.target
            row.decidedBy = change.actor
            row.note = change.note ?? row.note
            row.updatedAt = change.at.milliseconds
            try db.cachedStatement(
                sql: "UPDATE recommendations SET state = ?, target = CAST(? AS TEXT), decided_by = ?, note = ?, updated_at = ? WHERE id = ?"
            ).execute(arguments: [row.state, row.target, row.decidedBy, row.note, row.updatedAt, row.id])
            if let delivery = change.delivery, let repair { try Self.insert(db, delivery, repair: repair, at: change.at) }
            try Self.append(db, .changed(change, before: before, after: try row.readTarget()))
            return row
        }
        return try row.decision().recommendation
    }

    /// Moves a recommendation where its present state lets it, and else leaves it: events may overtake each other.
    static func move(_ db: Database, recommendation id: String, to state: RecommendationState, note: String?, at now: Timestamp) throws {
        let predecessors = state.predecessors.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
        try db.cachedStatement(
            sql:
                "UPDATE recommendations SET state = ?, note = COALESCE(?, note), updated_at = ? WHERE id = ? AND state IN (\(predecessors))"
        ).execute(arguments: [state.rawValue, note, now.milliseconds, id])
    }

    /// The state of a recommendation.
    static func fetchState(_ db: Database, recommendation id: String) throws -> RecommendationState {
        guard let row = try fetchDecision(db, id: id) else { throw RemediationError(.notFound, "there is no recommendation \(id)") }
        return try row.readState()
    }

    static func fetchDecision(_ db: Database, id: String) throws -> DecisionRow? {
        let statement = try db.cachedStatement(sql: "SELECT \(decisionColumns) FROM recommendations r WHERE r.id = ?")
        return try Row.fetchOne(statement, arguments: [id]).flatMap { decisionRow($0, from: 0) }
    }

    private static func fetchDecision(_ db: Database, ofFailure id: String) throws -> DecisionRow? {
        let statement = try db.cachedStatement(sql: "SELECT \(decisionColumns) FROM recommendations r WHERE r.failure_id = ?")
        return try Row.fetchOne(statement, arguments: [id]).flatMap { decisionRow($0, from: 0) }
    }

    /// The columns of a decision in the order that `decisionRow` reads them.
    static let decisionColumns = "r.id, r.state, r.target, r.decided_by, r.note, r.updated_at, r.classification, r.body"

    /// The decision in the columns of `row` from `first`; nil when an outer join found none.
    static func decisionRow(_ row: Row, from first: Int) -> DecisionRow? {
        guard let id = row[first] as String? else { return nil }
        return DecisionRow(
            id: id,
            state: row[first + 1],
            target: row[first + 2],
            decidedBy: row[first + 3],
            note: row[first + 4],
            updatedAt: row[first + 5],
            classification: row[first + 6],
            body: row[first + 7]
        )
    }
}
