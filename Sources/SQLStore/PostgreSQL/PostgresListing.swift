internal import Remediation

/// The query behind a listing: newest failure first, from a cursor that is a failure's identifier.
struct PostgresListing: Sendable {
    private let tables: String
    private let order: String
    private let limit: Int
    private var conditions = PostgresConditions()

    init(_ filter: FailureFilter, page: PageRequest, decidedOnly: Bool = false) {
        // Ordered by the table whose index yields the rows in order.
        let ofDecision = filter.state != nil || filter.failureClass != nil
        let leads = ofDecision && filter.job == nil && filter.runId == nil
        order = leads ? "r.failure_id" : "f.id"
        tables = "failures f \(ofDecision || decidedOnly ? "" : "LEFT ")JOIN recommendations r ON r.failure_id = f.id"
        // One more than the page holds tells whether there is a next one.
        limit = page.limit + 1
        conditions.require("f.run_id =", filter.runId)
        conditions.require("f.job =", filter.job)
        conditions.require("f.engine =", filter.engine)
        conditions.require("r.state =", filter.state?.rawValue)
        conditions.require("r.failure_class =", filter.failureClass?.rawValue)
        conditions.require("\(order) <", page.cursor)
    }

    /// The statement that selects `columns`.
    func request(_ name: String, selecting columns: String) -> PostgresRequest {
        conditions.request(name, "SELECT \(columns) FROM \(tables)", order: "\(order) DESC", limit: limit)
    }
}
