internal import CPostgres

/// What PostgreSQL or the connection to it said, without values: those may hold a payload.
struct PostgresFailure: Error, Hashable, CustomStringConvertible {
    /// The five characters of the SQL standard; nil when the connection itself failed.
    var sqlState: String?
    /// The primary message.
    var message: String
    /// The constraint that was broken.
    var constraint: String?

    /// A failure of the connection.
    init(connection message: String) {
        // The first line says it; further ones are hints for people at a prompt.
        self.message = message.split(separator: "\n").first.map(String.init) ?? "the connection was lost"
    }

    /// The failure that `result` reports.
    init(_ result: OpaquePointer) {
        sqlState = mulligan_pg_sqlstate(result).map { String(cString: $0) }
        constraint = mulligan_pg_constraint(result).map { String(cString: $0) }
        message = mulligan_pg_primary(result).map { String(cString: $0) } ?? "no message"
    }

    var description: String { "PostgreSQL \(sqlState.map { "error \($0)" } ?? "connection"): \(message)" }

    /// Whether the connection is of no more use: it broke, or the server ended it (class 57P: shut down, crashed, not yet up).
    var isConnectionLost: Bool { sqlState.map { $0.hasPrefix("57P") || $0.hasPrefix("08") } ?? true }

    /// Whether the same statement may succeed when it is run again at once: it lost against another transaction.
    var isConflictOfTransactions: Bool { sqlState == "40001" || sqlState == "40P01" }

    /// Whether a time-out ended the statement: its wait for a lock, or all that it may take.
    var isTimeOut: Bool { sqlState == "55P03" || sqlState == "57014" }
}
