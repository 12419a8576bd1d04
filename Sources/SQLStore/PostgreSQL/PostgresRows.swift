internal import CPostgres
internal import FoundationEssentials

/// The rows that a statement returned, in binary form; used on the thread that received them.
struct PostgresRows {
    private final class Owner {
        let result: OpaquePointer

        init(_ result: OpaquePointer) {
            self.result = result
        }

        deinit { PQclear(result) }
    }

    private let owner: Owner
    private let range: Range<Int>
    private var result: OpaquePointer { owner.result }

    /// Takes ownership of `result`.
    init(_ result: OpaquePointer) {
        owner = Owner(result)
        range = 0..<Int(PQntuples(result))
    }

    private init(_ rows: PostgresRows, only index: Int) {
        owner = rows.owner
        range = rows.range.lowerBound + index..<rows.range.lowerBound + index + 1
    }

    /// How many rows there are.
    var count: Int { range.count }

    /// The row at `index`, from 0.
    subscript(index: Int) -> Row { Row(rows: self, index: Int32(range.lowerBound + index)) }

    /// Each row by itself.
    var each: [PostgresRows] { (0..<count).map { PostgresRows(self, only: $0) } }

    /// The first row, if there is one.
    var first: Row? { count > 0 ? self[0] : nil }

    /// What `read` makes of every row.
    func map<Value>(_ read: (Row) throws -> Value) rethrows -> [Value] {
        try (0..<count).map { try read(self[$0]) }
    }

    /// One row; a column that must not be NULL and is reads as an empty value.
    struct Row {
        fileprivate let rows: PostgresRows
        fileprivate let index: Int32

        private func bytes(_ column: Int) -> UnsafeRawBufferPointer? {
            let column = Int32(column)
            guard PQgetisnull(rows.result, index, column) == 0, let start = PQgetvalue(rows.result, index, column) else { return nil }
            return UnsafeRawBufferPointer(start: start, count: Int(PQgetlength(rows.result, index, column)))
        }

        /// Whether the column is NULL.
        func isNull(_ column: Int) -> Bool { PQgetisnull(rows.result, index, Int32(column)) == 1 }

        /// Text, unless the column is NULL.
        func textIfPresent(_ column: Int) -> String? { bytes(column).map { String(decoding: $0, as: UTF8.self) } }

        /// Text.
        func text(_ column: Int) -> String { textIfPresent(column) ?? "" }

        /// The bytes of a `bytea` or a `text`, unless the column is NULL.
        func dataIfPresent(_ column: Int) -> Data? { bytes(column).map { Data($0) } }

        /// The bytes of a `bytea` or a `text`.
        func data(_ column: Int) -> Data { dataIfPresent(column) ?? Data() }

        /// A `smallint`, `integer` or `bigint`, unless the column is NULL.
        func integerIfPresent(_ column: Int) -> Int64? {
            guard let bytes = bytes(column) else { return nil }
            let magnitude = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let unused = 64 - 8 * bytes.count
            return Int64(bitPattern: magnitude << UInt64(unused)) >> Int64(unused)
        }

        /// A `smallint`, `integer` or `bigint`.
        func integer(_ column: Int) -> Int64 { integerIfPresent(column) ?? 0 }

        /// A `double precision`.
        func double(_ column: Int) -> Double { Double(bitPattern: UInt64(bitPattern: integer(column))) }

        /// A `boolean`.
        func bool(_ column: Int) -> Bool { bytes(column)?.first == 1 }
    }
}
