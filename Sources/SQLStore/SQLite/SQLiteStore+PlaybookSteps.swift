internal import GRDB
package import Remediation

extension SQLiteStore {
    package func claim(_ step: PlaybookStep, now: Timestamp, leaseSeconds: Double) async throws(RemediationError) -> Int? {
        try await writer.write { db in
            try Self.insert(db, step)
            let claiming = try db.cachedStatement(
                sql: """
                    UPDATE playbook_steps SET tries = tries + 1, lease_until = ?1
                    WHERE id = ?2 AND state = 'waiting' AND (due_at <= ?3 OR due_at > ?4)
                        AND (lease_until IS NULL OR lease_until <= ?3 OR lease_until > ?5) RETURNING tries
                    """
            )
            let until = now.adding(seconds: leaseSeconds).milliseconds
            let latest = now.adding(seconds: PlaybookStep.longestWaitSeconds).milliseconds
            let lease = DeliveryClaim.longestLease(at: now, leaseSeconds: leaseSeconds).milliseconds
            return try Int.fetchOne(claiming, arguments: [until, step.id, now.milliseconds, latest, lease])
        }
    }

    package func finish(
        stepId id: String,
        ofTry number: Int,
        result: PlaybookStep.Result,
        event: AuditEvent?
    ) async throws(RemediationError) {
        try await writer.write { db in
            switch result {
            case .retry(let at, let error):
                try db.cachedStatement(
                    sql:
                        "UPDATE playbook_steps SET due_at = ?, result = ?, lease_until = NULL WHERE id = ? AND state = 'waiting' AND tries = ?"
                ).execute(arguments: [at.milliseconds, error, id, number])
            case .failed(let error):
                try db.cachedStatement(
                    sql:
                        "UPDATE playbook_steps SET state = 'failed', result = ?, lease_until = NULL WHERE id = ? AND state = 'waiting' AND tries = ?"
                ).execute(arguments: [error, id, number])
            // Whichever try the receiver took, it has it.
            case .done(let text):
                try db.cachedStatement(
                    sql: "UPDATE playbook_steps SET state = 'done', result = ?, lease_until = NULL WHERE id = ? AND state = 'waiting'"
                ).execute(arguments: [text, id])
            }
            if db.changesCount == 1, let event { try Self.append(db, event) }
        }
    }

    package func playbookSteps(ofIncident id: String) async throws(RemediationError) -> [PlaybookStep] {
        let rows = try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT step, state, tries, due_at, result FROM playbook_steps WHERE incident_id = ? ORDER BY id"
            )
            return try Row.fetchAll(statement, arguments: [id]).map { row in
                PlaybookStepRow(step: row[0], state: row[1], tries: row[2], dueAt: row[3], result: row[4])
            }
        }
        var steps: [PlaybookStep] = []
        for row in rows { steps.append(try row.step(of: id)) }
        return steps
    }

    /// Adds a step that waits, unless it is there.
    static func insert(_ db: Database, _ step: PlaybookStep) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO playbook_steps (id, incident_id, step, state, tries, due_at) VALUES (?, ?, ?, 'waiting', 0, ?)
                ON CONFLICT (id) DO NOTHING
                """
        ).execute(arguments: [step.id, step.incidentId, step.step, step.dueAt.milliseconds])
    }
}
