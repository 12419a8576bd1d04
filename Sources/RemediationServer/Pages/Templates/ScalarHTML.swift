internal import Mustache

/// Escapes text for HTML by Unicode scalars.
///
/// The library's own HTML type escapes by `Character`: a quote that a combining mark follows is another character and would pass, and
/// with it whatever a log's author wrote behind it.
struct ScalarHTML: MustacheContentType {
    /// The name that the templates' pragma uses.
    static let name = "SCALAR-HTML"

    func escapeText(_ text: String) -> String { Self.escape(text) }

    /// `text` as HTML text or as the value of a quoted attribute; control characters become U+FFFD.
    static func escape(_ text: String) -> String {
        var out = ""
        out.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            case "\t", "\n": out.unicodeScalars.append(scalar)
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}": out.unicodeScalars.append("\u{FFFD}")
            // Marks that reorder or hide text would let a log lie to its reader.
            case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": out.unicodeScalars.append("\u{FFFD}")
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }
}
