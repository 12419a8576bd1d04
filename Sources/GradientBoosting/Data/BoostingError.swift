/// Why data, options or a model file were refused, with the row and column at fault and the remedy.
public struct BoostingError: Error, Sendable, Equatable, CustomStringConvertible {
    /// A bounded set of reasons, safe to use as a metric label.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Name: String {
            case invalidTable, invalidValue, invalidLabel, invalidWeight, invalidOption, invalidModel, unsupportedVersion, unreadableFile
        }
        private let name: Name

        /// Columns that do not fit together, or none.
        public static let invalidTable = Code(name: .invalidTable)
        /// A value that is infinite or not a number where one is required.
        public static let invalidValue = Code(name: .invalidValue)
        /// A label outside what the objective accepts, or labels that do not vary.
        public static let invalidLabel = Code(name: .invalidLabel)
        /// A negative or non-finite sample weight.
        public static let invalidWeight = Code(name: .invalidWeight)
        /// An option out of bounds, or two that contradict each other.
        public static let invalidOption = Code(name: .invalidOption)
        /// A model file that breaks its schema.
        public static let invalidModel = Code(name: .invalidModel)
        /// A model file written by a newer version.
        public static let unsupportedVersion = Code(name: .unsupportedVersion)
        /// A file that cannot be read or written.
        public static let unreadableFile = Code(name: .unreadableFile)

        /// The reason's name.
        public var description: String { name.rawValue }
    }

    /// The reason.
    public let code: Code
    /// What is wrong and how to mend it.
    public let message: String
    /// The row at fault, counted from 1 without the header.
    public let row: Int?
    /// The column at fault.
    public let column: String?

    /// Makes an error; `row` is counted from 1.
    public init(_ code: Code, _ message: String, row: Int? = nil, column: String? = nil) {
        self.code = code
        self.message = message
        self.row = row
        self.column = column
    }

    /// The place and the message in one line.
    public var description: String {
        let place = [row.map { "row \($0)" }, column.map { "column \"\($0)\"" }].compactMap { $0 }.joined(separator: ", ")
        return place.isEmpty ? message : "\(place): \(message)"
    }
}
