/// A regular expression of a rule, with its place in the file for error messages.
package struct RulePattern: Hashable, Sendable {
    /// The expression: the common part of Hyperscan's and PCRE's syntax; a leading `^` means the start of the message.
    package var text: String
    /// The line of the rule file, from 1; 0 when unknown.
    package var line: Int

    /// A pattern.
    package init(_ text: String, line: Int = 0) {
        self.text = text
        self.line = line
    }

    /// The expression for Hyperscan, which sees raw lines: without the anchor, since a timestamp may stand before the message.
    var prefilter: String {
        for prefix in ["^", "(?i)^"] where text.hasPrefix(prefix) {
            return String(prefix.dropLast()) + text.dropFirst(prefix.count)
        }
        return text
    }
}
