/// The spelling of Prometheus' text format.
enum Exposition {
    /// A valid metric or label name: what is not a letter, a digit, `_` becomes `_`.
    static func name(_ text: String) -> String {
        let startsWell = text.utf8.first.map { !isDigit($0) } ?? false
        // Almost every name is valid already, and names are written for each request.
        if startsWell, text.utf8.allSatisfy(isOfName) { return text }
        let bytes = text.utf8.map { isOfName($0) ? $0 : UInt8(ascii: "_") }
        return (startsWell ? "" : "_") + String(decoding: bytes, as: UTF8.self)
    }

    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: isDigit(byte)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// `a="1",b="2"`, sorted by name.
    static func labels(_ dimensions: [(String, String)]) -> String {
        dimensions.map { "\(name($0.0))=\"\(escapeLabel($0.1))\"" }.sorted().joined(separator: ",")
    }

    /// `labels` in braces; nothing for no labels.
    static func braces(_ labels: String) -> String { labels.isEmpty ? "" : "{\(labels)}" }

    /// A number; whole ones without a fraction.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map(String.init) ?? "\(value)"
    }

    /// A help text in one line.
    static func escapeHelp(_ text: String) -> String { escape(text, quotes: false) }

    private static func escapeLabel(_ text: String) -> String { escape(text, quotes: true) }

    private static func escape(_ text: String, quotes: Bool) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            byte != UInt8(ascii: "\\") && byte != UInt8(ascii: "\n") && (!quotes || byte != UInt8(ascii: "\""))
        }
        if isPlain { return text }
        var out = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\"" where quotes: out += "\\\""
            default: out.unicodeScalars.append(character)
            }
        }
        return out
    }
}
