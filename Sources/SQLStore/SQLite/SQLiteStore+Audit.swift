internal import GRDB
package import Remediation

extension SQLiteStore {
    package func append(_ event: AuditEvent) async throws(RemediationError) -> AuditEntry {
        try await writer.write { db in try Self.append(db, event) }.entry()
    }

    package func append(_ event: AuditEvent, ifLatest latest: Int64?) async throws(RemediationError) -> AuditEntry? {
        try await writer.write { db -> AuditRecord? in
            let newest = try db.cachedStatement(sql: "SELECT sequence FROM audit WHERE subject = ? ORDER BY sequence DESC LIMIT 1")
            guard try Int64.fetchOne(newest, arguments: [event.subject]) == latest else { return nil }
            return try Self.append(db, event)
        }?.entry()
    }

    package func auditEntries(_ filter: AuditFilter, page: PageRequest) async throws(RemediationError) -> Page<AuditEntry> {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        func require(_ condition: String, _ value: (any DatabaseValueConvertible)?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        // A plus sign keeps SQLite from using the column's index: the subject lets fewest rows through.
        require("subject = ?", filter.subject)
        require(filter.subject == nil ? "kind = ?" : "+kind = ?", filter.kind?.rawValue)
        require("actor = ?", filter.actor)
        if let cursor = page.cursor {
            guard let before = Int64(cursor) else {
                throw RemediationError(.invalidInput, "is not a cursor; pass `nextCursor` of the page before as it came", field: "cursor")
            }
            require("sequence < ?", before)
        }
        arguments += [page.limit + 1]
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        let fixed = arguments
        let records = try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT sequence, entry, hash, kind, subject, actor FROM audit\(filter) ORDER BY sequence DESC LIMIT ?"
            )
            return try Row.fetchAll(statement, arguments: fixed).map(Self.auditRecord)
        }
        var items: [AuditEntry] = []
        for record in records.prefix(page.limit) { items.append(try record.entry()) }
        return Page(items: items, nextCursor: records.count > page.limit ? items.last.map { String($0.sequence) } : nil)
    }

    package func auditTrail(after sequence: Int64, limit: Int) async throws(RemediationError) -> [AuditRecord] {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT sequence, entry, hash, kind, subject, actor FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?"
            )
            return try Row.fetchAll(statement, arguments: [sequence, max(0, limit)]).map(Self.auditRecord)
        }
    }

    /// Adds `event` in the transaction of what it tells of; SQLite lets one writer in at a time, so the end cannot move meanwhile.
    @discardableResult
    static func append(_ db: Database, _ event: AuditEvent) throws -> AuditRecord {
        let last = try db.cachedStatement(sql: "SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1")
        let tail = try Row.fetchOne(last).map { (sequence: $0[0] as Int64, hash: $0[1] as String) } ?? (sequence: 0, hash: AuditRecord.root)
        let record = try AuditRecord(event, after: tail)
        try db.cachedStatement(sql: "INSERT INTO audit (sequence, entry, hash, kind, subject, actor) VALUES (?, ?, ?, ?, ?, ?)")
            .execute(arguments: [record.sequence, record.text, record.hash, event.kind.rawValue, event.subject, event.actor])
        return record
    }

    private static func auditRecord(_ row: Row) -> AuditRecord {
        AuditRecord(
            sequence: row[0],
            text: row[1],
            hash: row[2],
            columns: .init(kind: row[3], subject: row[4], actor: row[5])
        )
    }
}
