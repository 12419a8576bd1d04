internal import FoundationEssentials
package import Remediation

extension PostgresStore {
    private static let columns = PostgresInput([
        "failure_id": .text, "received_at": .bigint, "job": .text, "run_id": .text, "attempt": .bigint, "engine": .text,
        "failure_body": .text, "log": .bytea, "key": .text,
    ])

    /// Stores failures with their logs and keys unless the key or the attempt is known; says of each whether it did.
    private static let accepting = PostgresStatement(
        "accept",
        taking: columns,
        """
        \(accepted), undecided AS (
            INSERT INTO undecided_failures (failure_id) SELECT failure_id FROM stored
        )
        SELECT (stored.number IS NOT NULL)::integer FROM input LEFT JOIN stored USING (number) ORDER BY input.number
        """
    )

    /// The same with decisions.
    private static let acceptingDecided = PostgresStatement(
        "accept decided",
        taking: columns + PostgresDecision.columns,
        "\(accepted), \(PostgresDecision.parts) \(PostgresDecision.answer)"
    )

    private static let accepted = """
        failure AS (
            INSERT INTO failures (id, received_at, job, run_id, attempt, engine, body)
            SELECT failure_id, received_at, job, run_id, attempt, engine, failure_body FROM input
            WHERE NOT EXISTS (SELECT FROM failure_keys WHERE failure_keys.key = input.key)
            ON CONFLICT (job, run_id, attempt) DO NOTHING RETURNING seq, id
        ), stored AS MATERIALIZED (
            SELECT failure.seq, input.* FROM failure JOIN input ON input.failure_id = failure.id
        ), log AS (
            INSERT INTO failure_logs (seq, log) SELECT seq, log FROM stored WHERE log IS NOT NULL
        ), key AS (
            INSERT INTO failure_keys (key, failure_id, original) SELECT key, failure_id, true FROM stored WHERE key IS NOT NULL
        )
        """

    package func accept(
        _ failure: JobFailure,
        id: String,
        idempotencyKey: String?,
        receivedAt: Timestamp,
        decision: Decision?
    ) async throws(RemediationError) -> Acceptance {
        let rows = try AcceptedRows(failure, id: id, idempotencyKey: idempotencyKey, receivedAt: receivedAt, decision: decision)
        await Stage.end()
        var request = (decision == nil ? Self.accepting : Self.acceptingDecided)(
            .text(id),
            .integer(receivedAt.milliseconds),
            .text(failure.job),
            .text(failure.runId),
            .integer(Int64(failure.attempt)),
            .text(failure.engine),
            .bytes(rows.body),
            PostgresValue(rows.log),
            PostgresValue(idempotencyKey)
        )
        if let decision, let decided = rows.decided { request.values += try PostgresDecision.values(decision, rows: decided) }
        // Another process may take the key or the attempt between two steps: then what it stored is found the next time.
        for _ in 1...5 {
            let stored: (isNew: Bool, learnt: Bool)
            do throws(RemediationError) {
                stored = try await store(request, outcome: decision?.outcome, body: rows.decided?.outcome)
            } catch {
                guard error.code == .conflict, let known = try await earlier(failure, key: idempotencyKey) else { throw error }
                return known
            }
            if stored.isNew { return rows.acceptance(learnt: stored.learnt, undecided: undecided) }
            if let known = try await earlier(failure, key: idempotencyKey) { return known }
        }
        throw RemediationError(.unavailable, "the same failure is being posted by several callers at once; try again")
    }

    /// Runs a statement that stores a decision, and beside it records the outcome of the recommendation before.
    ///
    /// - Returns: Whether it stored anything, and whether the attempt was new.
    func store(_ request: PostgresRequest, outcome: Outcome?, body: Data?) async throws(RemediationError) -> (isNew: Bool, learnt: Bool) {
        guard let outcome, let body else {
            return try await write(request) { ($0.first?.integer(0) == 1, $0.first?.integer(1) == 1) }
        }
        return try await auditedTransaction { connection in
            // Before the statement, which would else lock what hangs on the recommendation first.
            _ = try Self.lockState(connection, recommendation: outcome.recommendationId)
            let row = try connection.run(request).first
            guard row?.integer(0) == 1 else { return (false, false) }
            _ = try Self.insert(connection, outcome, body: body)
            return (true, row?.integer(1) == 1)
        }
    }

    /// The failure that a key stands for (first) and the one of an attempt.
    private static let finding = PostgresStatement(
        "find earlier",
        """
        SELECT 0, k.original, f.id, f.job, f.run_id, f.attempt FROM failure_keys k JOIN failures f ON f.id = k.failure_id WHERE k.key = $1
        UNION ALL
        SELECT 1, false, id, job, run_id, attempt FROM failures WHERE job = $2 AND run_id = $3 AND attempt = $4::bigint
        ORDER BY 1
        """
    )

    private static let keeping = PostgresStatement(
        "keep key",
        "INSERT INTO failure_keys (key, failure_id, original) VALUES ($1, $2, false) ON CONFLICT DO NOTHING"
    )

    /// The stored failure that `failure` repeats; nil when there is none.
    private func earlier(_ failure: JobFailure, key: String?) async throws(RemediationError) -> Acceptance? {
        struct Found: Sendable {
            var byKey: Bool
            var original: Bool
            var id: String
            var isSameAttempt: Bool
        }
        func find() async throws(RemediationError) -> Found? {
            let (job, runId, attempt) = (failure.job, failure.runId, Int64(failure.attempt))
            return try await write(Self.finding(PostgresValue(key), .text(job), .text(runId), .integer(attempt))) { rows in
                rows.first.map { row in
                    Found(
                        byKey: row.integer(0) == 0,
                        original: row.bool(1),
                        id: row.text(2),
                        isSameAttempt: row.text(3) == job && row.text(4) == runId && row.integer(5) == attempt
                    )
                }
            }
        }
        guard var found = try await find() else { return nil }
        if !found.byKey, let key {
            try await write(Self.keeping(.text(key), .text(found.id))) { _ in }
            found = try await find() ?? found
        }
        // A key that came with a failure which was stored already stands for that attempt, whatever its log said.
        if found.byKey, !found.original, !found.isSameAttempt { throw Refusals.key(of: found.id) }
        guard let record = try await self.failure(id: found.id) else { return nil }
        if found.byKey, found.original, record.failure != failure { throw Refusals.key(of: found.id) }
        return Acceptance(record: record, isNew: false)
    }

    private static let fetching = PostgresStatement(
        "failure",
        """
        SELECT f.id, f.received_at, f.body, l.log, \(decisionColumns)
        FROM failures f LEFT JOIN failure_logs l ON l.seq = f.seq LEFT JOIN recommendations r ON r.failure_id = f.id
        WHERE f.id = $1
        """
    )

    package func failure(id: String) async throws(RemediationError) -> FailureRecord? {
        guard !id.utf8.contains(0) else { return nil }
        let row = try await read(Self.fetching(.text(id))) { rows in
            rows.first.map { row in
                FailureRow(
                    id: row.text(0),
                    receivedAt: row.integer(1),
                    body: row.data(2),
                    log: row.dataIfPresent(3),
                    decision: Self.decisionRow(row, from: 4)
                )
            }
        }
        return try row?.record()
    }

    private static let undecided = PostgresStatement(
        "undecided",
        """
        SELECT f.id, f.received_at, f.body, l.log
        FROM undecided_failures u JOIN failures f ON f.id = u.failure_id LEFT JOIN failure_logs l ON l.seq = f.seq
        ORDER BY u.failure_id LIMIT $1::bigint
        """
    )

    package func undecidedFailures(limit: Int) async throws(RemediationError) -> [FailureRecord] {
        let rows = try await read(Self.undecided(.integer(Int64(max(0, limit))))) { rows in
            rows.map { FailureRow(id: $0.text(0), receivedAt: $0.integer(1), body: $0.data(2), log: $0.dataIfPresent(3)) }
        }
        var records: [FailureRecord] = []
        for row in rows { records.append(try row.record()) }
        return records
    }
}
