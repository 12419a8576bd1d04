package import Remediation

extension PostgresStore {
    private static let claimingStep = PostgresStatement(
        "claim step",
        """
        INSERT INTO playbook_steps (id, incident_id, step, state, tries, due_at, lease_until)
        VALUES (
            $1, $2, $3, 'waiting', CASE WHEN $4::bigint <= $5::bigint THEN 1 ELSE 0 END, $4::bigint,
            CASE WHEN $4::bigint <= $5::bigint THEN $6::bigint END
        )
        ON CONFLICT (id) DO UPDATE SET tries = playbook_steps.tries + 1, lease_until = $6::bigint
        WHERE playbook_steps.state = 'waiting' AND (playbook_steps.due_at <= $5::bigint OR playbook_steps.due_at > $7::bigint)
            AND (playbook_steps.lease_until IS NULL OR playbook_steps.lease_until <= $5::bigint OR playbook_steps.lease_until > $8::bigint)
        RETURNING tries
        """
    )

    package func claim(_ step: PlaybookStep, now: Timestamp, leaseSeconds: Double) async throws(RemediationError) -> Int? {
        let request = Self.claimingStep(
            .words(step.id),
            .text(step.incidentId),
            .words(step.step),
            .integer(step.dueAt.milliseconds),
            .integer(now.milliseconds),
            .integer(now.adding(seconds: leaseSeconds).milliseconds),
            .integer(now.adding(seconds: PlaybookStep.longestWaitSeconds).milliseconds),
            .integer(DeliveryClaim.longestLease(at: now, leaseSeconds: leaseSeconds).milliseconds)
        )
        let tries = try await write(request) { $0.first.map { Int($0.integer(0)) } }
        // Put down and not due yet: no try of ours.
        return tries == 0 ? nil : tries
    }

    private static let addingStep = PostgresStatement(
        "add step",
        """
        INSERT INTO playbook_steps (id, incident_id, step, state, tries, due_at) VALUES ($1, $2, $3, 'waiting', 0, $4::bigint)
        ON CONFLICT (id) DO NOTHING
        """
    )

    /// Adds a step that waits, unless it is there.
    static func insert(_ connection: PostgresConnection, _ step: PlaybookStep) throws {
        try connection.run(addingStep(.words(step.id), .text(step.incidentId), .words(step.step), .integer(step.dueAt.milliseconds)))
    }

    private static let postponingStep = PostgresStatement(
        "retry step",
        """
        UPDATE playbook_steps SET due_at = $3::bigint, result = $4, lease_until = NULL
        WHERE id = $1 AND state = 'waiting' AND tries = $2::bigint RETURNING id
        """
    )
    /// Whichever try the receiver took, it has it; that an old one failed says nothing.
    private static let finishingStep = PostgresStatement(
        "finish step",
        """
        UPDATE playbook_steps SET state = $3, result = $4, lease_until = NULL
        WHERE id = $1 AND state = 'waiting' AND ($3 = 'done' OR tries = $2::bigint) RETURNING id
        """
    )

    package func finish(
        stepId id: String,
        ofTry number: Int,
        result: PlaybookStep.Result,
        event: AuditEvent?
    ) async throws(RemediationError) {
        func finishing(_ state: PlaybookStep.State, _ text: String) -> PostgresRequest {
            Self.finishingStep(.words(id), .integer(Int64(number)), .text(state.rawValue), .words(text))
        }
        let request =
            switch result {
            case .retry(let at, let error):
                Self.postponingStep(.words(id), .integer(Int64(number)), .integer(at.milliseconds), .words(error))
            case .failed(let error): finishing(.failed, error)
            case .done(let words): finishing(.done, words)
            }
        guard event != nil else { return try await write(request) { _ in } }
        try await auditedTransaction { connection in
            if try connection.run(request).count == 1, let event { try Self.append(connection, event) }
        }
    }

    private static let listingSteps = PostgresStatement(
        "steps",
        "SELECT step, state, tries, due_at, result FROM playbook_steps WHERE incident_id = $1 ORDER BY id"
    )

    package func playbookSteps(ofIncident id: String) async throws(RemediationError) -> [PlaybookStep] {
        let rows = try await read(Self.listingSteps(.words(id))) { rows in
            rows.map { row in
                PlaybookStepRow(
                    step: row.text(0),
                    state: row.text(1),
                    tries: Int(row.integer(2)),
                    dueAt: row.integer(3),
                    result: row.textIfPresent(4)
                )
            }
        }
        var steps: [PlaybookStep] = []
        for row in rows { steps.append(try row.step(of: id)) }
        return steps
    }
}
