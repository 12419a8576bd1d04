internal import Remediation

/// The parts of a statement that store a decision, and their parameters.
enum PostgresDecision {
    /// A decision as columns of a statement's rows, after those of the failure.
    static let columns =
        PostgresInput([
            "decision_id": .text, "failure_class": .text, "action": .text, "mode": .text, "state": .text, "target": .text,
            "decided_by": .text, "note": .text, "created_at": .bigint, "updated_at": .bigint, "decision_body": .bytea,
        ]) + deliveryColumns
        + PostgresInput([
            "attempt_id": .text, "attempt_recorded_at": .bigint, "attempt_job": .text, "attempt_run": .text, "attempt_number": .bigint,
            "attempt_result": .text, "attempt_body": .text,
        ]) + PostgresAudit.columns

    private static let deliveryColumns = PostgresInput([
        "delivery_id": .text, "delivery_key": .text, "delivery_target": .text, "delivery_state": .text, "tries": .bigint,
        "tries_before": .bigint, "due_at": .bigint, "last_error": .text, "receipt": .text, "repair": .text,
    ])

    /// Parts that add the decision, the delivery and the attempt of each row of `stored`: failures that are there and not decided.
    ///
    /// Nobody else decides them meanwhile: whoever decides holds the end of the audit log. Two of the same failure in one statement break a
    /// constraint, and then each runs by itself. A delivery wakes the other processes' outboxes.
    static let parts = """
        decision AS (
            INSERT INTO recommendations (
                id, failure_id, failure_class, action, mode, state, target, decided_by, note, created_at, updated_at, classification, body
            )
            SELECT decision_id, failure_id, failure_class, action, mode, state, target, decided_by, note, created_at, updated_at, '',
                decision_body
            FROM stored
        ), \(delivery(from: "stored")), attempt AS (
            INSERT INTO attempts (id, recorded_at, job, run_id, attempt, result, body)
            SELECT attempt_id, attempt_recorded_at, attempt_job, attempt_run, attempt_number, attempt_result, attempt_body
            FROM stored WHERE attempt_id IS NOT NULL ON CONFLICT (job, run_id, attempt) DO NOTHING RETURNING id
        )
        """

    /// What the parts did for each row of `input`: whether there was a decision to store, and whether its attempt was new.
    static let answer = """
        SELECT (stored.number IS NOT NULL)::integer, (attempt.id IS NOT NULL)::integer,
            (SELECT count(\(notification)) FROM delivery), (\(PostgresAudit.append(from: "stored")))
        FROM input LEFT JOIN stored USING (number) LEFT JOIN attempt ON attempt.id = stored.attempt_id ORDER BY input.number
        """

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

    /// The part of a statement that adds the deliveries in the rows of `table`.
    private static func delivery(from table: String) -> String {
        """
        delivery AS (
            INSERT INTO deliveries (
                id, recommendation_id, idempotency_key, target, state, tries, tries_before, due_at, due_from, last_error, receipt, repair
            )
            SELECT delivery_id, decision_id, delivery_key, delivery_target, delivery_state, tries, tries_before, due_at, updated_at,
                last_error, receipt, repair
            FROM \(table) WHERE delivery_id IS NOT NULL RETURNING id
        )
        """
    }

    private static func values(of delivery: Delivery?, repair: PostgresValue) -> [PostgresValue] {
        guard let delivery else { return Array(repeating: .null, count: deliveryColumns.columns.count) }
        return [
            .text(delivery.id), .text(delivery.repair.idempotencyKey), .text(delivery.target), .text(delivery.state.rawValue),
            .integer(Int64(delivery.tries)), .integer(Int64(delivery.triesBefore)), .integer(delivery.dueAt.milliseconds),
            .words(delivery.lastError), .words(delivery.receipt),
            repair,
        ]
    }

    /// Runs by itself, in a transaction that is open: it answers once, whatever it takes.
    private static let sending = PostgresStatement(
        "send",
        taking: PostgresInput(["decision_id": .text, "updated_at": .bigint]) + deliveryColumns,
        "\(delivery(from: "input")) SELECT count(\(notification)) FROM delivery"
    )

    /// Adds a delivery of a recommendation that is there, in the open transaction.
    static func send(_ delivery: Delivery, repair: PostgresValue, at now: Timestamp, by connection: PostgresConnection) throws {
        let recommendation: [PostgresValue] = [.text(delivery.repair.recommendationId), .integer(now.milliseconds)]
        try connection.run(PostgresRequest(statement: sending, values: recommendation + values(of: delivery, repair: repair)))
    }
}
