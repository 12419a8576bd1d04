/// A statement that is prepared once on each connection.
struct PostgresStatement: Sendable {
    /// Tells it from every other statement of the program.
    let name: String
    /// One SQL command with parameters `$1`, `$2` ...; one command, so that it is a transaction of its own or part of a shared one.
    let sql: String
    /// The rows that it takes, of a statement that does for many callers at once what it does for one; nil of one with plain parameters.
    let input: PostgresInput?
    /// Whether it adds to the audit log, so that its transaction must lock the log's end before anything else.
    let appendsAudit: Bool

    init(_ name: String, _ sql: String) {
        self.init(name, sql, input: nil)
    }

    /// A statement that begins with `input` as a table of that name, and returns one row for each of its rows in their order.
    init(_ name: String, taking input: PostgresInput, _ sql: String) {
        self.init(name, "WITH input AS MATERIALIZED (SELECT * FROM \(input.table)), \(sql)", input: input)
    }

    private init(_ name: String, _ sql: String, input: PostgresInput?) {
        self.name = name
        self.sql = sql
        self.input = input
        appendsAudit = sql.contains(PostgresAudit.function)
    }

    /// The statement with these parameters.
    func callAsFunction(_ values: PostgresValue...) -> PostgresRequest {
        PostgresRequest(statement: self, values: values)
    }
}

/// A statement with its parameters, or with one row of those that it takes.
struct PostgresRequest: Sendable {
    let statement: PostgresStatement
    var values: [PostgresValue]
    /// Whether it does no harm, and says the same, when it runs again after a connection broke before it answered.
    var isRepeatable = true
}
