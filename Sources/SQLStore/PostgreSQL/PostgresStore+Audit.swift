package import Remediation

extension PostgresStore {
    private static let appending = PostgresStatement(
        "append audit",
        "SELECT \(PostgresAudit.function)(ARRAY[$1::text], ARRAY[$2::text], ARRAY[$3::text], ARRAY[$4::text], ARRAY[$5::text])"
    )

    /// Runs `body` in a transaction of its own that may add to the log, whose end it locks first.
    func auditedTransaction<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresConnection) throws -> Value
    ) async throws(RemediationError) -> Value {
        try await transaction { connection in
            try Self.lockAuditEnd(connection)
            return try body(connection)
        }
    }

    /// Locks the end of the log until the transaction's end.
    static func lockAuditEnd(_ connection: PostgresConnection) throws { try connection.run(PostgresAudit.lockingEnd()) }

    /// Adds `event` in the transaction of what it tells of, which has locked the log's end.
    ///
    /// - Returns: The entry's number.
    @discardableResult
    static func append(_ connection: PostgresConnection, _ event: AuditEvent) throws -> Int64 {
        let request = PostgresRequest(statement: appending, values: try PostgresAudit(event).values)
        return try connection.run(request).first?.integer(0) ?? 0
    }

    package func append(_ event: AuditEvent) async throws(RemediationError) -> AuditEntry {
        var request = PostgresRequest(statement: Self.appending, values: try PostgresAudit(event).values)
        // A second time it would stand there twice.
        request.isRepeatable = false
        return try await auditEntry(try await write(request) { $0.first?.integer(0) ?? 0 })
    }

    private static let newest = PostgresStatement(
        "newest audit entry",
        "SELECT sequence FROM audit WHERE subject = $1 ORDER BY sequence DESC LIMIT 1"
    )

    package func append(_ event: AuditEvent, ifLatest latest: Int64?) async throws(RemediationError) -> AuditEntry? {
        let number = try await auditedTransaction { connection -> Int64? in
            guard try connection.run(Self.newest(.words(event.subject))).first?.integer(0) == latest else { return nil }
            return try Self.append(connection, event)
        }
        return if let number { try await auditEntry(number) } else { nil }
    }

    private func auditEntry(_ number: Int64) async throws(RemediationError) -> AuditEntry {
        guard let record = try await auditTrail(after: number - 1, limit: 1).first else {
            throw RemediationError(.corrupt, "audit entry \(number) is gone; run `mulligan audit verify`")
        }
        return try record.entry()
    }

    private static let auditColumns = "sequence, entry, hash, kind, subject, actor"

    package func auditEntries(_ filter: AuditFilter, page: PageRequest) async throws(RemediationError) -> Page<AuditEntry> {
        var conditions = PostgresConditions()
        conditions.require("subject =", filter.subject)
        conditions.require("kind =", filter.kind?.rawValue)
        conditions.require("actor =", filter.actor)
        if let cursor = page.cursor {
            guard let before = Int64(cursor) else { throw Refusals.cursor }
            conditions.require("sequence <", .integer(before), as: "bigint")
        }
        let request = conditions.request(
            "audit",
            "SELECT \(Self.auditColumns) FROM audit",
            order: "sequence DESC",
            limit: page.limit + 1
        )
        let records = try await read(request) { $0.map(Self.auditRecord) }
        var items: [AuditEntry] = []
        for record in records.prefix(page.limit) { items.append(try record.entry()) }
        return Page(items: items, nextCursor: records.count > page.limit ? items.last.map { String($0.sequence) } : nil)
    }

    private static let trailing = PostgresStatement(
        "audit trail",
        "SELECT \(auditColumns) FROM audit WHERE sequence > $1::bigint ORDER BY sequence LIMIT $2::bigint"
    )

    package func auditTrail(after sequence: Int64, limit: Int) async throws(RemediationError) -> [AuditRecord] {
        try await read(Self.trailing(.integer(sequence), .integer(Int64(max(0, limit))))) { $0.map(Self.auditRecord) }
    }

    private static func auditRecord(_ row: PostgresRows.Row) -> AuditRecord {
        AuditRecord(
            sequence: row.integer(0),
            text: row.text(1),
            hash: row.text(2),
            columns: .init(kind: row.text(3), subject: row.text(4), actor: row.text(5))
        )
    }
}
