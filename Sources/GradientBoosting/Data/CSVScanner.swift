/// Walks over the fields of CSV bytes.
struct CSVScanner {
    var cursor: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>

    private static let comma = UInt8(ascii: ",")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")
    private static let quote = UInt8(ascii: "\"")

    /// What stands behind a field.
    enum Terminator {
        case comma, row, none
    }

    /// Whether all bytes are read.
    var isAtEnd: Bool { cursor >= end }

    /// Steps over a comma or a line end.
    @inline(__always)
    mutating func terminator() -> Terminator {
        if cursor >= end { return .row }
        let byte = cursor.pointee
        if byte == Self.comma {
            cursor += 1
            return .comma
        }
        if byte == Self.newline {
            cursor += 1
            return .row
        }
        if byte == Self.carriageReturn, cursor + 1 == end || cursor[1] == Self.newline {
            cursor += cursor + 1 == end ? 1 : 2
            return .row
        }
        return .none
    }

    /// Steps to the end of an unquoted field.
    @inline(__always)
    mutating func skipPlain() {
        while cursor < end {
            let byte = cursor.pointee
            if byte == Self.comma || byte == Self.newline { break }
            if byte == Self.carriageReturn, cursor + 1 == end || cursor[1] == Self.newline { break }
            cursor += 1
        }
    }

    /// Whether a quoted field starts here.
    var isQuoted: Bool { cursor < end && cursor.pointee == Self.quote }

    /// The next field as text, nil if it is empty and unquoted, and whether it ends its row.
    mutating func text(row: Int, column: String) throws(BoostingError) -> (field: String?, isLast: Bool) {
        var field: String?
        if isQuoted {
            cursor += 1
            var bytes: [UInt8] = []
            while true {
                guard cursor < end else {
                    throw BoostingError(.invalidTable, "a quoted field never ends; close it with a quote", row: row, column: column)
                }
                let byte = cursor.pointee
                cursor += 1
                if byte == Self.quote {
                    guard cursor < end, cursor.pointee == Self.quote else { break }
                    cursor += 1
                }
                bytes.append(byte)
            }
            field = String(validating: bytes, as: UTF8.self)
            if field == nil { throw notText(row, column) }
        } else {
            let start = cursor
            skipPlain()
            if cursor > start {
                field = String(validating: UnsafeBufferPointer(start: start, count: cursor - start), as: UTF8.self)
                if field == nil { throw notText(row, column) }
            }
        }
        switch terminator() {
        case .comma: return (field, false)
        case .row: return (field, true)
        case .none:
            throw BoostingError(.invalidTable, "text follows a closing quote; put a comma between fields", row: row, column: column)
        }
    }

    private func notText(_ row: Int, _ column: String) -> BoostingError {
        BoostingError(.invalidTable, "the field is not UTF-8; save the file as UTF-8", row: row, column: column)
    }

    /// Steps over a row, whatever its fields hold.
    mutating func skipRow() {
        var isInside = false
        while cursor < end {
            let byte = cursor.pointee
            cursor += 1
            if byte == Self.quote { isInside.toggle() }
            if byte == Self.newline, !isInside { return }
        }
    }
}
