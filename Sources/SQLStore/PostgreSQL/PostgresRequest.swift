/// A statement that is prepared once on each connection.
struct PostgresStatement: Sendable {
    /// Tells it from every other statement of the program.
    let name: String
    /// One SQL command with parameters `$1`, `$2` ...; one command, so that it is a transaction of its own or part of a shared one.
    let sql: String
    /// Whether it adds to the audit log, so that its transaction must lock the log's end before anything else.
    let appendsAudit: Bool

    init(_ name: String, _ sql: String) {
        self.name = name
        self.sql = sql
        appendsAudit = sql.contains(PostgresAudit.function)
    }

    /// The statement with these parameters.
    func callAsFunction(_ values: PostgresValue...) -> PostgresRequest {
        PostgresRequest(statement: self, values: values)
    }
}

/// A statement with its parameters.
struct PostgresRequest: Sendable {
    let statement: PostgresStatement
    var values: [PostgresValue]
    /// Whether it does no harm, and says the same, when it runs again after a connection broke before it answered.
    var isRepeatable = true
}
