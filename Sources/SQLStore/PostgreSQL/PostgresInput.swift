/// The columns of the rows that a statement takes, each column as one parameter: an array with an element for every row.
///
/// What a statement costs before its first row (its plan is opened, the constraints of its tables are read) is paid once for all rows:
/// many rows in one statement cost the server less than half of as many statements.
struct PostgresInput: Sendable {
    /// What a column holds, by the server's name for it.
    enum Kind: String, Sendable {
        case text, bigint, bytea

        /// The number by which the server knows the type.
        fileprivate var oid: Int32 {
            switch self {
            case .text: 25
            case .bigint: 20
            case .bytea: 17
            }
        }
    }

    /// A column.
    struct Column: Sendable {
        let name: String
        let kind: Kind
    }

    private(set) var columns: [Column]

    init(_ columns: KeyValuePairs<String, Kind>) {
        self.columns = columns.map { Column(name: $0.key, kind: $0.value) }
    }

    /// The columns of the one, then those of the other.
    static func + (first: PostgresInput, second: PostgresInput) -> PostgresInput {
        var both = first
        both.columns += second.columns
        return both
    }

    /// The rows as a table, with their `number` from 1 after the columns.
    var table: String {
        let arrays = columns.enumerated().map { "$\($0 + 1)::\($1.kind.rawValue)[]" }.joined(separator: ", ")
        return "unnest(\(arrays)) WITH ORDINALITY AS input (\(columns.map(\.name).joined(separator: ", ")), number)"
    }

    /// Appends the array of a column to `buffer` in the server's binary form: five numbers (dimensions, whether there are NULLs, the type,
    /// how many elements, the first one's index), then each element's length (-1 of NULL) and bytes.
    func append(column: Int, of rows: [[PostgresValue]], to buffer: inout [UInt8]) {
        let start = buffer.count
        for number in [1, 0, columns[column].kind.oid, Int32(rows.count), 1] { Self.append(number, to: &buffer) }
        for row in rows {
            let place = buffer.count
            Self.append(-1, to: &buffer)
            if let length = row[column].append(to: &buffer) {
                withUnsafeBytes(of: Int32(length).bigEndian) { buffer.replaceSubrange(place..<place + 4, with: $0) }
            } else {
                buffer[start + 7] = 1
            }
        }
    }

    private static func append(_ number: Int32, to buffer: inout [UInt8]) {
        withUnsafeBytes(of: number.bigEndian) { buffer.append(contentsOf: $0) }
    }
}
