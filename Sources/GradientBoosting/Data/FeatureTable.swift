/// A checked table of features: columns of equal length, unique names, no infinite value.
public struct FeatureTable: Sendable {
    /// The columns in order.
    public let columns: [FeatureColumn]
    /// The number of rows.
    public let rowCount: Int

    /// Checks the columns and makes a table.
    ///
    /// - Throws: `BoostingError` for columns of unequal length, a repeated name or an infinite value, naming row and column.
    public init(columns: [FeatureColumn]) throws(BoostingError) {
        let rows = columns.first?.count ?? 0
        var names = Set<String>()
        for column in columns {
            if !names.insert(column.name).inserted {
                throw BoostingError(.invalidTable, "this name appears twice; rename one of the columns", column: column.name)
            }
            if column.count != rows {
                throw BoostingError(
                    .invalidTable,
                    "has \(column.count) rows where the first column has \(rows); give every column the same length",
                    column: column.name
                )
            }
            if case .numeric(let values) = column.values, let row = values.firstIndex(where: { $0.isInfinite }) {
                throw BoostingError(
                    .invalidValue,
                    "the value is infinite; write a finite number, or leave it empty if it is missing",
                    row: row + 1,
                    column: column.name
                )
            }
        }
        self.columns = columns
        self.rowCount = rows
    }

    /// The names of the columns in order.
    public var names: [String] { columns.map(\.name) }

    /// The column of that name, if there is one.
    public subscript(name: String) -> FeatureColumn? { columns.first { $0.name == name } }
}
