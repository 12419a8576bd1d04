/// One named column of a feature table.
public struct FeatureColumn: Sendable {
    /// The values of a column, one a row.
    public enum Values: Sendable {
        /// Numbers; NaN means missing, infinities are refused.
        case numeric([Double])
        /// Categories; nil means missing.
        case categorical([String?])
    }

    /// The name, unique in its table.
    public let name: String
    /// The values, one a row.
    public let values: Values

    /// Makes a column.
    public init(name: String, values: Values) {
        self.name = name
        self.values = values
    }

    /// The number of rows.
    public var count: Int {
        switch values {
        case .numeric(let numbers): numbers.count
        case .categorical(let categories): categories.count
        }
    }
}
