internal import Crypto
internal import FoundationEssentials

/// A value of a row on its way from one database to another.
enum MovedValue: Hashable, Sendable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes(Data)
    case flag(Bool)
}

/// The count and the hash of rows in the order of their key, the same for the same rows in every database.
struct MovedDigest: Sendable {
    private(set) var count = 0
    private var hash = SHA256()

    /// Takes in a row: of each value its kind, its length and its bytes, so that no two rows look alike.
    mutating func add(_ row: [MovedValue]) {
        count += 1
        for value in row {
            switch value {
            case .null: add(0, Data())
            case .integer(let number): add(1, withUnsafeBytes(of: number.bigEndian) { Data($0) })
            case .real(let number): add(2, withUnsafeBytes(of: number.bitPattern.bigEndian) { Data($0) })
            case .text(let text): add(3, Data(text.utf8))
            case .bytes(let bytes): add(4, bytes)
            case .flag(let flag): add(5, Data([flag ? 1 : 0]))
            }
        }
    }

    private mutating func add(_ kind: UInt8, _ bytes: Data) {
        hash.update(data: [kind])
        withUnsafeBytes(of: Int64(bytes.count).bigEndian) { hash.update(bufferPointer: $0) }
        hash.update(data: bytes)
    }

    /// SHA-256 of the rows so far, 64 hexadecimal digits.
    var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
