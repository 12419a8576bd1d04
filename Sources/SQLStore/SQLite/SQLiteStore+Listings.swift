internal import GRDB
package import Remediation

extension SQLiteStore {
    package func failures(_ filter: FailureFilter, page: PageRequest) async throws(RemediationError) -> Page<FailureRecord> {
        try Names.check(filter)
        let query = Listing(filter, page: page)
        let rows = try await read { db in
            let statement = try db.cachedStatement(sql: query.sql(selecting: "f.id, f.received_at, f.body, \(Self.decisionColumns)"))
            return try Row.fetchAll(statement, arguments: query.arguments).map { row in
                FailureRow(id: row[0], receivedAt: row[1], body: row[2], log: nil, decision: Self.decisionRow(row, from: 3))
            }
        }
        var items: [FailureRecord] = []
        for row in rows.prefix(page.limit) { items.append(try row.record()) }
        return Page(items: items, nextCursor: rows.count > page.limit ? items.last?.id : nil)
    }

    package func recommendations(_ filter: FailureFilter, page: PageRequest) async throws(RemediationError) -> Page<Recommendation> {
        try Names.check(filter)
        let query = Listing(filter, page: page, decidedOnly: true)
        let rows = try await read { db in
            let statement = try db.cachedStatement(sql: query.sql(selecting: Self.decisionColumns))
            return try Row.fetchAll(statement, arguments: query.arguments).compactMap { Self.decisionRow($0, from: 0) }
        }
        var items: [Recommendation] = []
        for row in rows.prefix(page.limit) { items.append(try row.decision().recommendation) }
        return Page(items: items, nextCursor: rows.count > page.limit ? items.last?.failureId : nil)
    }

    /// How SQLite would carry out a listing, a line a step.
    package func queryPlan(_ filter: FailureFilter, page: PageRequest, decidedOnly: Bool) async throws(RemediationError) -> String {
        let query = Listing(filter, page: page, decidedOnly: decidedOnly)
        return try await read { db in
            let sql = "EXPLAIN QUERY PLAN " + query.sql(selecting: "f.id, \(Self.decisionColumns)")
            return try Row.fetchAll(db, sql: sql, arguments: query.arguments).map { $0["detail"] as String }.joined(separator: "\n")
        }
    }
}

/// The query behind a listing: newest failure first, from a cursor that is a failure's identifier.
struct Listing: Sendable {
    private let tables: String
    private let conditions: [String]
    private let order: String
    let arguments: StatementArguments

    init(_ filter: FailureFilter, page: PageRequest, decidedOnly: Bool = false) {
        // CROSS JOIN fixes which table leads: the one whose index yields the rows in order.
        let ofDecision = filter.state != nil || filter.failureClass != nil
        let leads = ofDecision && filter.job == nil && filter.runId == nil
        if leads {
            tables = "recommendations r CROSS JOIN failures f ON f.id = r.failure_id"
        } else if ofDecision || decidedOnly {
            tables = "failures f CROSS JOIN recommendations r ON r.failure_id = f.id"
        } else {
            tables = "failures f LEFT JOIN recommendations r ON r.failure_id = f.id"
        }
        order = leads ? "r.failure_id" : "f.id"
        var conditions: [String] = []
        var arguments: StatementArguments = []
        func require(_ column: String, _ comparison: String, _ value: String?) {
            guard let value else { return }
            conditions.append("\(column) \(comparison) ?")
            arguments += [value]
        }
        // A plus sign keeps SQLite from using the column's index: of several, the one that lets fewest rows through is to lead.
        require("f.run_id", "=", filter.runId)
        require(filter.runId == nil ? "f.job" : "+f.job", "=", filter.job)
        require(filter.runId == nil && filter.job == nil && !leads ? "f.engine" : "+f.engine", "=", filter.engine)
        require("r.state", "=", filter.state?.rawValue)
        require("r.failure_class", "=", filter.failureClass?.rawValue)
        require(order, "<", page.cursor)
        // One more than the page holds tells whether there is a next one.
        arguments += [page.limit + 1]
        self.conditions = conditions
        self.arguments = arguments
    }

    func sql(selecting columns: String) -> String {
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        return "SELECT \(columns) FROM \(tables)\(filter) ORDER BY \(order) DESC LIMIT ?"
    }
}
