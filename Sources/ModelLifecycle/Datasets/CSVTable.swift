internal import FoundationEssentials
package import Remediation

/// A table of comma- or tab-separated values with a header.
package struct CSVTable: Sendable {
    /// The names of the columns.
    package let header: [String]
    /// The rows' fields.
    package let rows: [[Substring]]
    /// What to call the file in an error.
    package let name: String
    private let places: [String: Int]

    /// Reads a table; fields may be quoted, and a quote is doubled within quotes.
    ///
    /// - Throws: `RemediationError` for a file that cannot be read, is empty, or has a row of another length.
    package init(path: String) throws(RemediationError) {
        let text: String
        do {
            text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        } catch {
            throw RemediationError(.notFound, "cannot read \(path); check the path", cause: error)
        }
        try self.init(text: text, name: path)
    }

    /// Parses a table from its text.
    ///
    /// - Throws: `RemediationError` for an empty table or a row of another length.
    package init(text: String, name: String) throws(RemediationError) {
        var lines = text.split(omittingEmptySubsequences: true) { $0.isNewline }
        guard let first = lines.first else { throw RemediationError(.invalidInput, "\(name) is empty; it needs a header") }
        let separator: Character = first.contains("\t") ? "\t" : ","
        lines.removeFirst()
        header = Self.fields(first, separator).map(String.init)
        var rows: [[Substring]] = []
        rows.reserveCapacity(lines.count)
        for (index, line) in lines.enumerated() {
            let fields = Self.fields(line, separator)
            guard fields.count == header.count else {
                throw RemediationError(
                    .invalidInput,
                    "\(name) has \(fields.count) fields where its header has \(header.count)",
                    line: index + 2
                )
            }
            rows.append(fields)
        }
        self.rows = rows
        self.name = name
        places = Dictionary(header.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private static func fields(_ line: Substring, _ separator: Character) -> [Substring] {
        guard line.contains("\"") else { return line.split(separator: separator, omittingEmptySubsequences: false) }
        var fields: [Substring] = []
        var field = ""
        var quoted = false
        var last: Character = separator
        for character in line {
            if character == "\"" {
                if !quoted, last == "\"" { field.append("\"") }
                quoted.toggle()
            } else if character == separator, !quoted {
                fields.append(Substring(field))
                field = ""
            } else {
                field.append(character)
            }
            last = character
        }
        fields.append(Substring(field))
        return fields
    }

    /// Whether the table has a column of that name.
    package func has(_ column: String) -> Bool { places[column] != nil }

    /// The text of a field; empty where the column is absent.
    package func text(_ row: Int, _ column: String) -> String { places[column].map { String(rows[row][$0]) } ?? "" }

    /// The number in a field; nil where it is empty.
    ///
    /// - Throws: `RemediationError` that names row and column of text that is no number.
    package func number(_ row: Int, _ column: String) throws(RemediationError) -> Double? {
        guard let place = places[column] else { return nil }
        let text = rows[row][place]
        if text.isEmpty || text == "NA" || text == "-" { return nil }
        guard let value = Double(text), value.isFinite else {
            throw RemediationError(.invalidInput, "\(name): \"\(text.prefix(40))\" is not a number", field: column, line: row + 2)
        }
        return value
    }

    /// Refuses a table without these columns.
    ///
    /// - Throws: `RemediationError` that names the first that is missing.
    package func require(_ columns: [String]) throws(RemediationError) {
        if let missing = columns.first(where: { places[$0] == nil }) {
            throw RemediationError(.invalidInput, "\(name) has no column \(missing)", field: missing, line: 1)
        }
    }
}
