/// The conditions of a listing with their parameters.
struct PostgresConditions: Sendable {
    private var conditions: [String] = []
    private var values: [PostgresValue] = []

    /// Lets through only rows whose column compares so with `value`; nil lets all through.
    mutating func require(_ comparison: String, _ value: String?) {
        guard let value else { return }
        // No column holds a NUL character, so nothing equals such a text; as a cursor it is before every identifier.
        require(comparison, .text(value.utf8.contains(0) ? "" : value), as: "text")
    }

    /// Lets through only rows whose column compares so with `value`.
    mutating func require(_ comparison: String, _ value: PostgresValue, as type: String) {
        values.append(value)
        conditions.append("\(comparison) $\(values.count)::\(type)")
    }

    /// The statement; its name tells the shapes of filters apart.
    func request(_ name: String, _ selection: String, order: String, limit: Int) -> PostgresRequest {
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        let statement = PostgresStatement(
            "\(name)\(filter) by \(order)",
            "\(selection)\(filter) ORDER BY \(order) LIMIT $\(values.count + 1)::bigint"
        )
        return PostgresRequest(statement: statement, values: values + [.integer(Int64(limit))])
    }
}
