internal import FoundationEssentials
internal import Remediation

/// Writes and reads rows of a PostgreSQL store in the order of their key.
struct PostgresDestination {
    let connection: PostgresConnection

    /// The next rows of `table` after the one with key `after`, nil for the first.
    func page(_ table: MovedTable, after: MovedValue?) throws -> [[MovedValue]] {
        let condition = after == nil ? "" : "WHERE \(table.key) > $1::\(table.columns[0].kind.rawValue)"
        let statement = PostgresStatement(
            "page of \(table.name) \(after == nil)",
            "SELECT \(table.list) FROM \(table.name) \(condition) ORDER BY \(table.key) LIMIT \(table.page)"
        )
        let request = PostgresRequest(statement: statement, values: after.map { [Self.value(of: $0)] } ?? [])
        return try connection.run(request).map { row in
            table.columns.indices.map { Self.value(row, $0, table.columns[$0].kind) }
        }
    }

    /// Adds rows in one transaction.
    func insert(_ rows: [[MovedValue]], into table: MovedTable) throws {
        let values = table.columns.enumerated().map { "$\($0.offset + 1)::\($0.element.kind.rawValue)" }.joined(separator: ", ")
        let statement = PostgresStatement("move \(table.name)", "INSERT INTO \(table.name) (\(table.list)) VALUES (\(values))")
        let requests = rows.map { PostgresRequest(statement: statement, values: $0.map(Self.value(of:))) }
        if case .failed(let failure) = try connection.run(batch: requests) { throw failure }
    }

    /// Lets new rows be numbered behind those that were moved, and the audit log go on from its end.
    func finish() throws {
        try connection.execute(
            """
            SELECT setval(pg_get_serial_sequence('failures', 'seq'), (SELECT COALESCE(max(seq), 0) + 1 FROM failures), false);
            SELECT setval(pg_get_serial_sequence('attempts', 'seq'), (SELECT COALESCE(max(seq), 0) + 1 FROM attempts), false);
            UPDATE audit_end e SET sequence = a.sequence, hash = a.hash FROM (
                SELECT sequence, hash FROM audit ORDER BY sequence DESC LIMIT 1
            ) a WHERE e.id = 1;
            ANALYZE
            """
        )
    }

    private static func value(of value: MovedValue) -> PostgresValue {
        switch value {
        case .null: .null
        case .integer(let number): .integer(number)
        case .real(let number): .double(number)
        case .text(let text): .text(text)
        case .bytes(let bytes): .bytes(bytes)
        case .flag(let flag): .bool(flag)
        }
    }

    private static func value(_ row: PostgresRows.Row, _ column: Int, _ kind: MovedTable.Kind) -> MovedValue {
        guard !row.isNull(column) else { return .null }
        return switch kind {
        case .text: .text(row.text(column))
        case .integer: .integer(row.integer(column))
        case .real: .real(row.double(column))
        case .bytes: .bytes(row.data(column))
        case .flag: .flag(row.bool(column))
        }
    }
}
