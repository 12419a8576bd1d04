internal import FoundationEssentials
package import Remediation

extension PostgresStore {
    /// Stores decisions with all that belongs to them, unless the failure is decided or unknown.
    private static let deciding = PostgresStatement(
        "decide",
        taking: PostgresInput(["failure_id": .text]) + PostgresDecision.columns,
        """
        stored AS MATERIALIZED (
            SELECT input.* FROM input JOIN failures ON failures.id = input.failure_id
            WHERE NOT EXISTS (SELECT FROM recommendations WHERE recommendations.failure_id = input.failure_id)
        ), decided AS (
            DELETE FROM undecided_failures USING stored WHERE undecided_failures.failure_id = stored.failure_id
        ), \(PostgresDecision.parts) \(PostgresDecision.answer)
        """
    )

    package func decide(failureId: String, _ decision: Decision) async throws(RemediationError) -> Acceptance {
        let rows = try DecisionRows(decision, failureId: failureId)
        var request = Self.deciding(.text(failureId))
        request.values += try PostgresDecision.values(decision, rows: rows)
        let remembered = undecided.take(failureId)
        let stored = try await store(request, outcome: decision.outcome, body: rows.outcome)
        if stored.isNew, var record = remembered {
            record.classification = decision.classification
            record.recommendation = decision.recommendation
            return Acceptance(record: record, isNew: false, learnt: stored.learnt)
        }
        guard let record = try await failure(id: failureId) else { throw Refusals.unknown(failure: failureId) }
        return Acceptance(record: record, isNew: false, learnt: stored.learnt)
    }

    private static let fetchingDecision = PostgresStatement(
        "recommendation",
        "SELECT \(decisionColumns) FROM recommendations r WHERE r.id = $1"
    )

    package func recommendation(id: String) async throws(RemediationError) -> Recommendation? {
        guard !id.utf8.contains(0) else { return nil }
        return try await read(Self.fetchingDecision(.text(id))) { rows in
            rows.first.flatMap { Self.decisionRow($0, from: 0) }
        }?.decision().recommendation
    }

    private static let changing = PostgresStatement(
        "change",
        "UPDATE recommendations SET state = $2, target = $3, decided_by = $4, note = $5, updated_at = $6::bigint WHERE id = $1"
    )

    package func change(_ change: RecommendationChange) async throws(RemediationError) -> Recommendation {
        try DecisionRows.check(change.delivery, of: change.id, in: change.state)
        let target: Data? = if let target = change.target { try RowCoding.encodeChecked(target) } else { nil }
        let repair: Data? = if let delivery = change.delivery { try RowCoding.encodeChecked(delivery.repair) } else { nil }
        let row = try await auditedTransaction { connection -> DecisionRow in
            guard var row = try Self.lockDecision(connection, id: change.id) else { throw Refusals.unknown(recommendation: change.id) }
            let present = try row.readState()
            guard change.state.predecessors.contains(present) else { throw Refusals.step(change, from: present) }
            let before = (state: present, target: try row.readTarget())
            row.state = change.state.rawValue
            row.target = target ?? row.target
            row.decidedBy = change.actor
            row.note = change.note ?? row.note
            row.updatedAt = change.at.milliseconds
            try connection.run(
                Self.changing(
                    .text(row.id),
                    .text(row.state),
                    PostgresValue(row.target),
                    .words(row.decidedBy),
                    .words(row.note),
                    .integer(row.updatedAt)
                )
            )
            if let delivery = change.delivery {
                try PostgresDecision.send(delivery, repair: PostgresValue(repair), at: change.at, by: connection)
            }
            try Self.append(connection, .changed(change, before: before, after: try row.readTarget()))
            return row
        }
        return try row.decision().recommendation
    }

    private static let lockingDecision = PostgresStatement(
        "lock recommendation",
        "SELECT \(decisionColumns) FROM recommendations r WHERE r.id = $1 FOR UPDATE"
    )

    /// The decision with `id`, which nobody else changes until the transaction's end.
    static func lockDecision(_ connection: PostgresConnection, id: String) throws -> DecisionRow? {
        try connection.run(lockingDecision(.text(id))).first.flatMap { decisionRow($0, from: 0) }
    }

    /// The state of a recommendation, which nobody else changes until the transaction's end.
    ///
    /// - Throws: `notFound`.
    static func lockState(_ connection: PostgresConnection, recommendation id: String) throws -> RecommendationState {
        guard let row = try lockDecision(connection, id: id) else { throw Refusals.unknown(recommendation: id) }
        return try row.readState()
    }

    private static let moving = PostgresStatement(
        "move",
        "UPDATE recommendations SET state = $2, note = COALESCE($3, note), updated_at = $4::bigint WHERE id = $1"
    )

    /// Moves a recommendation where its present state lets it, and else leaves it: events may overtake each other.
    ///
    /// - Returns: Its state before and after.
    static func move(
        _ connection: PostgresConnection,
        recommendation id: String,
        to state: RecommendationState,
        note: String?,
        at now: Timestamp
    ) throws -> (before: RecommendationState, after: RecommendationState) {
        let before = try lockState(connection, recommendation: id)
        guard state.predecessors.contains(before) else { return (before, before) }
        try connection.run(moving(.text(id), .text(state.rawValue), .words(note), .integer(now.milliseconds)))
        return (before, state)
    }

    /// The columns of a decision in the order that `decisionRow` reads them.
    static let decisionColumns = "r.id, r.state, r.target, r.decided_by, r.note, r.updated_at, r.classification, r.body"

    /// The decision in the columns of `row` from `first`; nil when an outer join found none.
    static func decisionRow(_ row: PostgresRows.Row, from first: Int) -> DecisionRow? {
        guard let id = row.textIfPresent(first) else { return nil }
        return DecisionRow(
            id: id,
            state: row.text(first + 1),
            target: row.dataIfPresent(first + 2),
            decidedBy: row.textIfPresent(first + 3),
            note: row.textIfPresent(first + 4),
            updatedAt: row.integer(first + 5),
            classification: row.data(first + 6),
            body: row.data(first + 7)
        )
    }
}
