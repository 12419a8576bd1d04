package import JSONText

/// One rule that holds for a failure, and where.
package struct RuleMatch: Hashable, Sendable, Decodable, MemberEncodable {
    /// The rule's identifier.
    package var rule: String
    /// The class that it names.
    package var failureClass: FailureClass
    /// The lines that show it; nil when the evidence is the exit status or the scheduler's word alone.
    package var lines: LineRange?
    /// Where those lines stand in the log as it was given; nil with `lines`.
    package var bytes: ByteRange?

    /// A match of `rule`.
    package init(rule: String, failureClass: FailureClass, lines: LineRange?, bytes: ByteRange? = nil) {
        self.rule = rule
        self.failureClass = failureClass
        self.lines = lines
        self.bytes = bytes
    }

    enum CodingKeys: String, CodingKey {
        case rule, failureClass = "class", lines, bytes
    }

    package func write(to members: inout MemberWriter) throws {
        try members.add("bytes", encoding: bytes)
        try members.add("class", failureClass.rawValue)
        try members.add("lines", encoding: lines)
        try members.add("rule", rule)
    }
}
