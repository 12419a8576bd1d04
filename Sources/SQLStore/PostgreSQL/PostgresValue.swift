internal import FoundationEssentials

/// A parameter of a statement.
enum PostgresValue: Sendable {
    case null
    case text(String)
    case integer(Int64)
    case double(Double)
    case bool(Bool)
    /// The bytes of a `bytea`, or the UTF-8 of a `text`.
    case bytes(Data)

    /// Text that may be absent.
    init(_ text: String?) { self = text.map { .text($0) } ?? .null }

    /// Bytes that may be absent.
    init(_ bytes: Data?) { self = bytes.map { .bytes($0) } ?? .null }

    /// A number that may be absent.
    init(_ number: Int64?) { self = number.map { .integer($0) } ?? .null }

    /// Words that a person or a machine wrote.
    static func words(_ text: String?) -> PostgresValue { PostgresValue(text.map(withoutNUL)) }

    /// PostgreSQL's text cannot hold a NUL character: U+FFFD stands for it.
    static func withoutNUL(_ text: String) -> String {
        guard text.utf8.contains(0) else { return text }
        let scalars = text.unicodeScalars.map { $0 == "\u{0}" ? "\u{FFFD}" : $0 }
        return String(String.UnicodeScalarView(scalars))
    }

    /// About how many bytes the binary form has.
    var size: Int {
        switch self {
        case .null: 0
        case .text(let text): text.utf8.count
        case .bytes(let data): data.count
        case .integer, .double, .bool: 8
        }
    }

    /// Appends the binary form to `buffer` and returns its length; nil for NULL.
    func append(to buffer: inout [UInt8]) -> Int? {
        let start = buffer.count
        switch self {
        case .null: return nil
        case .text(let text): buffer.append(contentsOf: text.utf8)
        case .integer(let number): withUnsafeBytes(of: number.bigEndian) { buffer.append(contentsOf: $0) }
        case .double(let number): withUnsafeBytes(of: number.bitPattern.bigEndian) { buffer.append(contentsOf: $0) }
        case .bool(let flag): buffer.append(flag ? 1 : 0)
        case .bytes(let data): buffer.append(contentsOf: data)
        }
        return buffer.count - start
    }
}
