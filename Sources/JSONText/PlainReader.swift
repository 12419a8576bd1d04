/// Reads JSON as programs commonly write it, and gives up on the rest: what it takes, Foundation's decoder takes too, with the same value.
///
/// A decoder of any type builds a map of the text and a dictionary of each object before it asks for a field. Where the fields are known,
/// one pass over the bytes is several times as fast. It decides nothing: whoever meets `NotPlain` asks Foundation's decoder, which also says
/// what is wrong. Texts, objects, numbers and truth values are read, `null` where a member may be missing; not those in rare forms: numbers
/// with an exponent, a negative zero or more than 15 digits, pairs of `\u` escapes, long names, and objects of more than 32 members.
package struct PlainReader {
    /// The text is not plain, or not JSON.
    package struct NotPlain: Error {
        package init() {}
    }

    /// The most members of an object: the search for one that comes twice stays short.
    private static let mostMembers = 32
    /// The longest name of a member in bytes, for the same reason: to compare long ones takes time where they are not ASCII.
    private static let longestName = 128
    /// So many decimal digits always fit a `Double` and an `Int64` without rounding.
    private static let mostDigits = 15
    private static let powersOfTen: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15]

    private let bytes: [UInt8]
    private var position = 0

    /// A reader of `bytes`.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Reads an object: `member` is given the name of each member, and must read its value.
    ///
    /// - Throws: `NotPlain` at anything else, and what `member` throws.
    package mutating func object(_ member: (inout PlainReader, String) throws(NotPlain) -> Void) throws(NotPlain) {
        try take(UInt8(ascii: "{"))
        if next == UInt8(ascii: "}") { return position += 1 }
        var names: [String] = []
        while true {
            let name = try text()
            guard name.utf8.count <= Self.longestName, names.count < Self.mostMembers, !names.contains(name) else { throw NotPlain() }
            names.append(name)
            try take(UInt8(ascii: ":"))
            try member(&self, name)
            let end = next
            position += 1
            if end == UInt8(ascii: "}") { return }
            guard end == UInt8(ascii: ",") else { throw NotPlain() }
        }
    }

    /// Reads a text.
    ///
    /// - Throws: `NotPlain` at anything else.
    package mutating func text() throws(NotPlain) -> String {
        try take(UInt8(ascii: "\""))
        var text: [UInt8] = []
        // What lies between escapes is copied in one go.
        var plain = position
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                if text.isEmpty { return try Self.text(bytes[plain..<position]) }
                text += bytes[plain..<position]
                return try Self.text(text[...])
            case UInt8(ascii: "\\"):
                if text.isEmpty { text.reserveCapacity(min(bytes.count - plain, 4_096)) }
                text += bytes[plain..<position]
                position += 1
                try appendEscaped(to: &text)
                plain = position
            case ..<0x20: throw NotPlain()
            default: position += 1
            }
        }
        throw NotPlain()
    }

    private static func text(_ bytes: ArraySlice<UInt8>) throws(NotPlain) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw NotPlain() }
        return text
    }

    /// Reads what follows a backslash.
    private mutating func appendEscaped(to text: inout [UInt8]) throws(NotPlain) {
        guard position < bytes.count else { throw NotPlain() }
        let byte = bytes[position]
        position += 1
        if let meant = Self.meaning(ofEscaped: byte) { return text.append(meant) }
        guard byte == UInt8(ascii: "u"), position + 4 <= bytes.count else { throw NotPlain() }
        var number: UInt32 = 0
        for digit in bytes[position..<position + 4] {
            guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { throw NotPlain() }
            number = number << 4 | UInt32(value)
        }
        // Half of a pair is no character, and zero is refused elsewhere.
        guard number > 0, let scalar = Unicode.Scalar(number) else { throw NotPlain() }
        position += 4
        text.append(contentsOf: scalar.utf8)
    }

    private static func meaning(ofEscaped byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "n"): UInt8(ascii: "\n")
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): byte
        case UInt8(ascii: "t"): UInt8(ascii: "\t")
        case UInt8(ascii: "r"): UInt8(ascii: "\r")
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0c
        default: nil
        }
    }

    /// Reads a whole number.
    ///
    /// - Throws: `NotPlain` at anything else.
    package mutating func integer<Number: FixedWidthInteger>() throws(NotPlain) -> Number {
        let (value, decimals) = try number()
        guard decimals == 0, let number = Number(exactly: value) else { throw NotPlain() }
        return number
    }

    /// Reads a number.
    ///
    /// - Throws: `NotPlain` at anything else.
    package mutating func double() throws(NotPlain) -> Double {
        let (value, decimals) = try number()
        // Both are exact, so the quotient is the number rounded once, as a conversion from its text is.
        return Double(value) / Self.powersOfTen[decimals]
    }

    /// The digits of a number and how many of them are decimals.
    private mutating func number() throws(NotPlain) -> (value: Int64, decimals: Int) {
        let isNegative = next == UInt8(ascii: "-")
        if isNegative { position += 1 }
        let start = position
        var value: Int64 = 0
        var point: Int?
        while position < bytes.count {
            switch bytes[position] {
            case let digit where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit):
                guard position - start <= Self.mostDigits else { throw NotPlain() }
                value = value * 10 + Int64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: ".") where point == nil:
                point = position
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"), UInt8(ascii: "-"):
                throw NotPlain()
            default:
                return try self.number(value, from: start, point: point, isNegative: isNegative)
            }
            position += 1
        }
        throw NotPlain()
    }

    /// The number of which the digits were read, where JSON writes it so.
    private func number(_ value: Int64, from start: Int, point: Int?, isNegative: Bool) throws(NotPlain) -> (value: Int64, decimals: Int) {
        let whole = (point ?? position) - start
        let decimals = point.map { position - $0 - 1 } ?? 0
        let startsWithZero = whole > 1 && bytes[start] == UInt8(ascii: "0")
        // The negative zero has a sign that whole numbers do not keep.
        guard whole > 0, !startsWithZero, point == nil || decimals > 0, whole + decimals <= Self.mostDigits, !isNegative || value != 0
        else {
            throw NotPlain()
        }
        return (isNegative ? -value : value, decimals)
    }

    /// Reads `literal`, if that is what comes next.
    private mutating func takes(_ literal: StaticString) -> Bool {
        let text = UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
        guard next == text.first, bytes[position...].starts(with: text) else { return false }
        position += text.count
        return true
    }

    private mutating func null() -> Bool { takes("null") }

    /// Reads a text; nil for `null`.
    ///
    /// - Throws: `NotPlain` at anything else.
    package mutating func textIfPresent() throws(NotPlain) -> String? { null() ? nil : try text() }

    /// Reads a text and makes `Value` of it.
    ///
    /// - Throws: `NotPlain` at anything else, and for a text of which none can be made.
    package mutating func value<Value>(of make: (String) -> Value?) throws(NotPlain) -> Value {
        guard let value = make(try text()) else { throw NotPlain() }
        return value
    }

    /// Reads a text and makes `Value` of it; nil for `null`.
    ///
    /// - Throws: `NotPlain` at anything else, and for a text of which none can be made.
    package mutating func valueIfPresent<Value>(of make: (String) -> Value?) throws(NotPlain) -> Value? {
        null() ? nil : try value(of: make)
    }

    /// Reads a whole number; nil for `null`.
    ///
    /// - Throws: `NotPlain` at anything else.
    package mutating func integerIfPresent<Number: FixedWidthInteger>() throws(NotPlain) -> Number? { null() ? nil : try integer() }

    /// Reads a number; nil for `null`.
    ///
    /// - Throws: `NotPlain` at anything else.
    package mutating func doubleIfPresent() throws(NotPlain) -> Double? { null() ? nil : try double() }

    /// Reads a truth value; nil for `null`.
    ///
    /// - Throws: `NotPlain` at anything else.
    package mutating func truthIfPresent() throws(NotPlain) -> Bool? {
        if null() { return nil }
        if takes("true") { return true }
        guard takes("false") else { throw NotPlain() }
        return false
    }

    /// Reads an object of texts; nil for `null`.
    ///
    /// - Throws: `NotPlain` at anything else.
    package mutating func textsIfPresent() throws(NotPlain) -> [String: String]? {
        if null() { return nil }
        var texts: [String: String] = [:]
        try object { reader, name throws(NotPlain) in texts[name] = try reader.text() }
        return texts
    }

    /// Reads to the end, where nothing may come but blanks.
    ///
    /// - Throws: `NotPlain` at anything else.
    package mutating func end() throws(NotPlain) {
        guard next == nil else { throw NotPlain() }
    }

    private mutating func take(_ byte: UInt8) throws(NotPlain) {
        guard next == byte else { throw NotPlain() }
        position += 1
    }

    /// The next byte that is not blank, to which it moves.
    private var next: UInt8? {
        mutating get {
            while position < bytes.count {
                let byte = bytes[position]
                guard byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 else { return byte }
                position += 1
            }
            return nil
        }
    }
}
