internal import Foundation

/// Columns being filled from CSV rows; each run of rows is filled by one thread.
final class CSVColumns: @unchecked Sendable {
    enum Kind {
        case skipped, numeric, categorical
    }

    let names: [String]
    let kinds: [Kind]
    let rowCount: Int
    private var numbers: [UnsafeMutablePointer<Double>?]
    private var texts: [UnsafeMutablePointer<String?>?]

    init(names: [String], kinds: [Kind], rowCount: Int) {
        self.names = names
        self.kinds = kinds
        self.rowCount = rowCount
        numbers = kinds.map { $0 == .numeric ? .allocate(capacity: max(1, rowCount)) : nil }
        texts = kinds.map { kind in
            if kind != .categorical { return nil }
            let texts = UnsafeMutablePointer<String?>.allocate(capacity: max(1, rowCount))
            texts.initialize(repeating: nil, count: rowCount)
            return texts
        }
    }

    deinit {
        for column in numbers { column?.deallocate() }
        for column in texts {
            column?.deinitialize(count: rowCount)
            column?.deallocate()
        }
    }

    /// Whether a field stands for a missing value.
    static func isMissing(_ field: String) -> Bool {
        switch field {
        case "", "NA", "NaN", "nan", "N/A", "null", "NULL", "None": true
        default: false
        }
    }

    /// The number a field holds, surrounding spaces aside; infinities count as numbers.
    static func number(_ field: String) -> Double? {
        Double(field.trimmingCharacters(in: .whitespaces))
    }

    /// Fills `rows` rows from `firstRow` on.
    func fill(_ scanner: CSVScanner, firstRow: Int, rows: Int) throws(BoostingError) {
        var scanner = scanner
        let parser = DecimalParser()
        let last = kinds.count - 1
        for row in firstRow..<(firstRow + rows) {
            for column in 0...last {
                let isLast: Bool
                switch kinds[column] {
                case .numeric: isLast = try number(&scanner, parser, row, column)
                case .categorical:
                    let (field, end) = try scanner.text(row: row + 1, column: names[column])
                    texts[column]?[row] = field.flatMap { Self.isMissing($0) ? nil : $0 }
                    isLast = end
                case .skipped:
                    if scanner.isQuoted {
                        isLast = try scanner.text(row: row + 1, column: names[column]).isLast
                    } else {
                        scanner.skipPlain()
                        isLast = scanner.terminator() == .row
                    }
                }
                if isLast != (column == last) {
                    throw BoostingError(
                        .invalidTable,
                        "has \(isLast ? "\(column + 1) fields" : "more than \(last + 1) fields") where the header has \(last + 1); mend the row",
                        row: row + 1,
                        column: names[column]
                    )
                }
            }
        }
    }

    @inline(__always)
    private func number(_ scanner: inout CSVScanner, _ parser: DecimalParser, _ row: Int, _ column: Int) throws(BoostingError) -> Bool {
        let start = scanner.cursor
        if let value = parser.parse(&scanner.cursor, scanner.end) {
            let terminator = scanner.terminator()
            if terminator != .none {
                numbers[column]?[row] = value
                return terminator == .row
            }
            scanner.cursor = start
        }
        let (field, isLast) = try scanner.text(row: row + 1, column: names[column])
        guard let field, !Self.isMissing(field) else {
            numbers[column]?[row] = .nan
            return isLast
        }
        guard let value = Self.number(field) else {
            throw BoostingError(
                .invalidValue,
                "\"\(field.prefix(40))\" is not a number; mend it, leave it empty if it is missing, or name the column as categorical",
                row: row + 1,
                column: names[column]
            )
        }
        numbers[column]?[row] = value
        return isLast
    }

    /// The columns that were read.
    func columns() -> [FeatureColumn] {
        names.indices.compactMap { index in
            if let column = numbers[index] {
                return FeatureColumn(
                    name: names[index],
                    values: .numeric(Array(UnsafeBufferPointer(start: column, count: rowCount)))
                )
            }
            if let column = texts[index] {
                return FeatureColumn(
                    name: names[index],
                    values: .categorical(Array(UnsafeBufferPointer(start: column, count: rowCount)))
                )
            }
            return nil
        }
    }
}
