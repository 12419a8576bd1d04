internal import FoundationEssentials
internal import GRDB

/// Reads the rows of an SQLite store in the order of their key.
struct SQLiteSource: Sendable {
    let pool: DatabasePool

    /// How many rows `table` has.
    func count(_ table: MovedTable) throws -> Int {
        try pool.read { db in try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM \(table.name)") ?? 0 }
    }

    /// The next rows of `table` after the one with key `after`, nil for the first.
    func page(_ table: MovedTable, after: MovedValue?) throws -> [[MovedValue]] {
        try pool.read { db in
            let condition = after == nil ? "" : "WHERE \(table.key) > ?"
            let sql = "SELECT \(table.list) FROM \(table.name) \(condition) ORDER BY \(table.key) LIMIT \(table.page)"
            let arguments = StatementArguments(after.map { [Self.value(of: $0)] } ?? [])
            return try Row.fetchAll(db.cachedStatement(sql: sql), arguments: arguments).map { row in
                table.columns.indices.map { Self.value(row[$0] as DatabaseValue, table.columns[$0].kind) }
            }
        }
    }

    private static func value(of value: MovedValue) -> DatabaseValue {
        switch value {
        case .integer(let number): number.databaseValue
        case .text(let text): text.databaseValue
        default: .null
        }
    }

    private static func value(_ value: DatabaseValue, _ kind: MovedTable.Kind) -> MovedValue {
        switch value.storage {
        case .null: .null
        case .int64(let number): kind == .flag ? .flag(number != 0) : kind == .real ? .real(Double(number)) : .integer(number)
        case .double(let number): .real(number)
        // PostgreSQL's text has no NUL character: what a person wrote with one is compared as it can be kept.
        case .string(let text): .text(PostgresValue.withoutNUL(text))
        case .blob(let data): .bytes(data)
        }
    }
}
