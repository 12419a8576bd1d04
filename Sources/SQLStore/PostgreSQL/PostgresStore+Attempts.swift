internal import FoundationEssentials
package import Remediation

extension PostgresStore {
    /// Only a repeat of the attempt or its key is passed over; a repeated `id` is an error of the caller's.
    private static let recording = PostgresStatement(
        "record attempt",
        """
        INSERT INTO attempts (id, recorded_at, job, run_id, attempt, result, idempotency_key, body)
        SELECT $1, $2::bigint, $3, $4, $5::bigint, $6, $7, $8
        WHERE NOT EXISTS (SELECT FROM attempts WHERE idempotency_key = $7)
        ON CONFLICT (job, run_id, attempt) DO NOTHING RETURNING seq
        """
    )

    package func recordAttempt(
        _ attempt: Attempt,
        id: String,
        idempotencyKey: String?,
        recordedAt: Timestamp,
        outcome: Outcome?
    ) async throws(RemediationError) -> Bool {
        let rows = try RecordedRows(attempt, idempotencyKey: idempotencyKey, outcome: outcome)
        let request = Self.recording(
            .text(id),
            .integer(recordedAt.milliseconds),
            .text(attempt.job),
            PostgresValue(attempt.runId),
            .integer(Int64(attempt.attempt)),
            .text(attempt.result.rawValue),
            PostgresValue(idempotencyKey),
            .bytes(rows.attempt)
        )
        func record() async throws(RemediationError) -> Bool {
            guard let outcome, let body = rows.outcome else { return try await write(request) { $0.count == 1 } }
            return try await auditedTransaction { connection in
                let isNew = try connection.run(request).count == 1
                _ = try Self.insert(connection, outcome, body: body)
                return isNew
            }
        }
        do throws(RemediationError) {
            return try await record()
        } catch {
            // Another process took the key between the look and the insertion: a second look sees it.
            guard error.code == .conflict, idempotencyKey != nil else { throw error }
            return try await record()
        }
    }

    private static let reading = PostgresStatement(
        "attempts",
        "SELECT seq, id, body FROM attempts WHERE seq > $1::bigint ORDER BY seq LIMIT $2::bigint"
    )

    package func attempts(
        after sequence: Int64,
        excluding known: Set<String>,
        limit: Int
    ) async throws(RemediationError) -> RecordedAttempts {
        let limit = max(1, limit)
        let rows = try await read(Self.reading(.integer(sequence), .integer(Int64(limit) + 1))) { rows in
            rows.map { AttemptRow(sequence: $0.integer(0), id: $0.text(1), body: $0.data(2)) }
        }
        return try AttemptRow.stretch(rows, after: sequence, excluding: known, limit: limit)
    }

    private static let readingOfJob = PostgresStatement(
        "attempts of job",
        "SELECT id, body FROM attempts WHERE job = $1 ORDER BY seq DESC LIMIT $2::bigint"
    )

    package func attempts(ofJob job: String, limit: Int) async throws(RemediationError) -> [Attempt] {
        try Names.check(job, field: "job")
        let rows = try await read(Self.readingOfJob(.text(job), .integer(Int64(max(0, limit))))) { rows in
            rows.map { (id: $0.text(0), body: $0.data(1)) }
        }
        var items: [Attempt] = []
        for row in rows { items.append(try RowCoding.decode(plainly: Attempt.self, from: row.body, row: row.id)) }
        return items
    }
}
