internal import Remediation

/// The parts of a statement that store a decision, and their parameters.
enum PostgresDecision {
    /// How many parameters a decision has.
    static let count = columns + deliveryCount + 7 + 5
    private static let columns = 11
    private static let deliveryCount = 10

    /// Parts that add a decision, its delivery and its attempt for each row of `source`; the failure's identifier is `failure`.
    ///
    /// A delivery wakes the other processes' outboxes.
    static func parts(from source: String, failure: String, first: Int) -> String {
        func value(_ offset: Int) -> String { "$\(first + offset)" }
        let attempt = first + columns + deliveryCount
        func attemptValue(_ offset: Int) -> String { "$\(attempt + offset)" }
        return """
            decision AS (
                INSERT INTO recommendations (
                    id, failure_id, failure_class, action, mode, state, target, decided_by, note, created_at, updated_at, classification,
                    body
                )
                SELECT \(value(0)), \(failure), \(value(1)), \(value(2)), \(value(3)), \(value(4)), \(value(5)), \(value(6)), \(value(7)),
                    \(value(8))::bigint, \(value(9))::bigint, '', \(value(10))::bytea
                FROM \(source) ON CONFLICT (failure_id) DO NOTHING RETURNING id
            ), \(delivery(from: "decision", first: first + columns, setAt: value(9))), attempt AS (
                INSERT INTO attempts (id, recorded_at, job, run_id, attempt, result, body)
                SELECT \(attemptValue(0))::text, \(attemptValue(1))::bigint, \(attemptValue(2)), \(attemptValue(3)),
                    \(attemptValue(4))::bigint, \(attemptValue(5)), \(attemptValue(6))
                FROM decision WHERE \(attemptValue(0))::text IS NOT NULL ON CONFLICT (job, run_id, attempt) DO NOTHING RETURNING id
            )
            """
    }

    /// The columns that say what the parts did: whether there was a decision to store, and whether its attempt was new.
    static func answer(first: Int) -> String {
        """
        (SELECT count(*) FROM decision), (SELECT count(*) FROM attempt), (SELECT count(\(notification)) FROM delivery),
        (SELECT max(\(PostgresAudit.call(first: first + count - 5))) FROM decision)
        """
    }

    /// Wakes the other processes' outboxes.
    private static let notification = "pg_notify('\(PostgresListener.channel)', '')::text"

    /// The parameters of a decision.
    static func values(_ decision: Decision, rows: DecisionRows) throws(RemediationError) -> [PostgresValue] {
        let made = decision.recommendation
        var values: [PostgresValue] = [
            .text(made.id), .text(decision.classification.failureClass.rawValue), .text(made.action.rawValue), .text(made.mode.rawValue),
            .text(made.state.rawValue), PostgresValue(rows.target), .words(made.decidedBy), .words(made.note),
            .integer(made.createdAt.milliseconds), .integer(made.updatedAt.milliseconds), .bytes(rows.body),
        ]
        values += Self.values(of: decision.delivery, repair: PostgresValue(rows.repair))
        if let numbered = decision.attempt {
            let attempt = numbered.attempt
            values += [
                .text(numbered.id), .integer(numbered.recordedAt.milliseconds), .text(attempt.job), PostgresValue(attempt.runId),
                .integer(Int64(attempt.attempt)), .text(attempt.result.rawValue), PostgresValue(rows.attempt),
            ]
        } else {
            values += Array(repeating: .null, count: 7)
        }
        return values
            + (try PostgresAudit(.decided(made, of: decision.classification.failureClass, delivery: decision.delivery)).values)
    }

    /// The part of a statement that adds a delivery, of the parameters from `first`, for each row of `source`; `setAt` is the parameter that
    /// says when.
    static func delivery(from source: String, first: Int, setAt: String) -> String {
        func value(_ offset: Int) -> String { "$\(first + offset)" }
        return """
            delivery AS (
                INSERT INTO deliveries (
                    id, recommendation_id, idempotency_key, target, state, tries, tries_before, due_at, due_from, last_error, receipt, repair
                )
                SELECT \(value(0))::text, \(source).id, \(value(1)), \(value(2)), \(value(3)), \(value(4))::bigint, \(value(5))::bigint,
                    \(value(6))::bigint, \(setAt)::bigint, \(value(7)), \(value(8)), \(value(9))
                FROM \(source) WHERE \(value(0))::text IS NOT NULL RETURNING id
            )
            """
    }

    private static func values(of delivery: Delivery?, repair: PostgresValue) -> [PostgresValue] {
        guard let delivery else { return Array(repeating: .null, count: deliveryCount) }
        return [
            .text(delivery.id), .text(delivery.repair.idempotencyKey), .text(delivery.target), .text(delivery.state.rawValue),
            .integer(Int64(delivery.tries)), .integer(Int64(delivery.triesBefore)), .integer(delivery.dueAt.milliseconds),
            .words(delivery.lastError), .words(delivery.receipt),
            repair,
        ]
    }

    private static let sending = PostgresStatement(
        "send",
        """
        WITH recommendation AS (SELECT id FROM recommendations WHERE id = $11), \(delivery(from: "recommendation", first: 1, setAt: "$12"))
        SELECT count(\(notification)) FROM delivery
        """
    )

    /// Adds a delivery of a recommendation that is there, in the open transaction.
    static func send(_ delivery: Delivery, repair: PostgresValue, at now: Timestamp, by connection: PostgresConnection) throws {
        var request = PostgresRequest(statement: sending, values: values(of: delivery, repair: repair))
        request.values += [.text(delivery.repair.recommendationId), .integer(now.milliseconds)]
        try connection.run(request)
    }
}
