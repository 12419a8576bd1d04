extension TextState {
    /// Appends `text` in quotes, escaped as RFC 8259 (section 7) demands and no further.
    mutating func append(_ text: String) {
        var text = text
        bytes.append(UInt8(ascii: "\""))
        text.withUTF8 { utf8 in
            var from = 0
            for index in utf8.indices {
                let byte = utf8[index]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
                bytes.append(contentsOf: utf8[from..<index])
                appendEscape(of: byte)
                from = index + 1
            }
            bytes.append(contentsOf: utf8[from...])
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func appendEscape(of byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            bytes.append(contentsOf: "u00".utf8)
            for digit in [byte >> 4, byte & 15] { bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10) }
        }
    }

    /// Appends a whole number.
    mutating func append(_ number: some FixedWidthInteger) {
        var digits = number.description
        digits.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// Appends a truth value.
    mutating func append(_ flag: Bool) {
        bytes.append(contentsOf: (flag ? "true" : "false").utf8)
    }

    /// Appends JSON that is written already.
    mutating func append(fragment: [UInt8]) {
        // The value is one literal as far as the containers around it are concerned.
        _ = open(.single)
        bytes.append(contentsOf: fragment)
    }

    /// Appends `null`.
    mutating func appendNull() {
        bytes.append(contentsOf: "null".utf8)
    }

    /// Appends the shortest text that reads back as `number`; a whole one without a fraction.
    ///
    /// - Throws: `EncodingError.invalidValue` for what is not finite.
    mutating func append<Number: BinaryFloatingPoint & LosslessStringConvertible>(_ number: Number) throws {
        guard number.isFinite else {
            let context = EncodingError.Context(codingPath: path, debugDescription: "Unable to encode \(number) directly in JSON.")
            throw EncodingError.invalidValue(number, context)
        }
        var digits = number.description
        digits.withUTF8 { utf8 in
            let isWhole = utf8.count > 2 && utf8[utf8.count - 1] == UInt8(ascii: "0") && utf8[utf8.count - 2] == UInt8(ascii: ".")
            bytes.append(contentsOf: utf8[..<(utf8.count - (isWhole ? 2 : 0))])
        }
    }
}
