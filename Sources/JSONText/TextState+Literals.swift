extension TextState {
    /// Appends `text` in quotes, escaped as RFC 8259 (section 7) demands and no further.
    mutating func append(_ string: String) {
        var string = string
        text.append(UInt8(ascii: "\""))
        string.withUTF8 { utf8 in
            var from = 0
            for index in utf8.indices {
                let byte = utf8[index]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
                text.append(UnsafeBufferPointer(rebasing: utf8[from..<index]))
                appendEscape(of: byte)
                from = index + 1
            }
            text.append(UnsafeBufferPointer(rebasing: utf8[from...]))
        }
        text.append(UInt8(ascii: "\""))
    }

    private mutating func appendEscape(of byte: UInt8) {
        text.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): text.append(byte)
        case 0x08: text.append(UInt8(ascii: "b"))
        case 0x09: text.append(UInt8(ascii: "t"))
        case 0x0A: text.append(UInt8(ascii: "n"))
        case 0x0C: text.append(UInt8(ascii: "f"))
        case 0x0D: text.append(UInt8(ascii: "r"))
        default:
            text.append("u00" as StaticString)
            for digit in [byte >> 4, byte & 15] { text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10) }
        }
    }

    /// Appends a whole number.
    mutating func append(_ number: some FixedWidthInteger) {
        if let number = Int64(exactly: number) {
            append(number)
        } else {
            var digits = number.description
            digits.withUTF8 { text.append($0) }
        }
    }

    /// Appends a whole number.
    mutating func append(_ number: Int64) {
        if number < 0 { text.append(UInt8(ascii: "-")) }
        text.append(digitsOf: number.magnitude)
    }

    /// Appends an array of two whole numbers, which needs no frame.
    mutating func appendArray(of first: Int, _ second: Int) {
        text.append(UInt8(ascii: "["))
        append(Int64(first))
        text.append(UInt8(ascii: ","))
        append(Int64(second))
        text.append(UInt8(ascii: "]"))
    }

    /// Appends a truth value.
    mutating func append(_ flag: Bool) {
        text.append(flag ? "true" : "false" as StaticString)
    }

    /// Appends JSON that is written already.
    mutating func append(fragment: [UInt8]) {
        // The value is one literal as far as the containers around it are concerned.
        _ = open(.single)
        fragment.withUnsafeBufferPointer { text.append($0) }
    }

    /// Appends `null`.
    mutating func appendNull() {
        text.append("null" as StaticString)
    }

    /// Appends the shortest text that reads back as `number`; a whole one without a fraction.
    ///
    /// - Throws: `EncodingError.invalidValue` for what is not finite.
    mutating func append(_ number: Double) throws {
        if !text.append(decimalOf: number) { try append(described: number) }
    }

    /// Appends the shortest text that reads back as `number`; a whole one without a fraction.
    ///
    /// - Throws: `EncodingError.invalidValue` for what is not finite.
    mutating func append(_ number: Float) throws {
        try append(described: number)
    }

    private mutating func append<Number: BinaryFloatingPoint & LosslessStringConvertible>(described number: Number) throws {
        guard number.isFinite else {
            let context = EncodingError.Context(codingPath: path, debugDescription: "Unable to encode \(number) directly in JSON.")
            throw EncodingError.invalidValue(number, context)
        }
        var digits = number.description
        digits.withUTF8 { utf8 in
            let isWhole = utf8.count > 2 && utf8[utf8.count - 1] == UInt8(ascii: "0") && utf8[utf8.count - 2] == UInt8(ascii: ".")
            text.append(UnsafeBufferPointer(rebasing: utf8[..<(utf8.count - (isWhole ? 2 : 0))]))
        }
    }
}
