package import JSONText

/// What the classifier says of a failure: one primary cause and every match behind it.
package struct Classification: Hashable, Sendable {
    /// The primary cause; `other.unknown` where no rule holds.
    package var failureClass: FailureClass
    /// Whether a retry can help.
    package var retryable: Retryability
    /// The probability that the class is right, from 0 to 1.
    package var confidence: Double
    /// The rule that decided; nil where none holds.
    package var rule: String?
    /// The lines that show the cause.
    package var lines: LineRange?
    /// Every match, the primary one first.
    package var matches: [RuleMatch]
    /// What the log and the scheduler say in figures and names, by fact name (`limitBytes`, `usedBytes`, `missingPath`, ...).
    package var facts: [String: Fact]
    /// Why this cause and not another, one sentence each.
    package var reasons: [String]
    /// How long to wait before a retry, in seconds, for transient classes.
    package var backoffSeconds: Double?
    /// The resource that ran out.
    package var exhausted: ExhaustedResource?
    /// Whether the class is the learned second opinion and not a rule's.
    package var learned: Bool
    /// The version of the rule pack that decided.
    package var packVersion: String

    /// A classification.
    package init(
        failureClass: FailureClass,
        retryable: Retryability,
        confidence: Double,
        rule: String? = nil,
        lines: LineRange? = nil,
        matches: [RuleMatch] = [],
        facts: [String: Fact] = [:],
        reasons: [String] = [],
        backoffSeconds: Double? = nil,
        exhausted: ExhaustedResource? = nil,
        learned: Bool = false,
        packVersion: String = ""
    ) {
        self.failureClass = failureClass
        self.retryable = retryable
        self.confidence = confidence
        self.rule = rule
        self.lines = lines
        self.matches = matches
        self.facts = facts
        self.reasons = reasons
        self.backoffSeconds = backoffSeconds
        self.exhausted = exhausted
        self.learned = learned
        self.packVersion = packVersion
    }
}

extension Classification: Decodable, MemberEncodable {
    enum CodingKeys: String, CodingKey {
        case failureClass = "class"
        case retryable, confidence, rule, lines, matches, facts, reasons, backoffSeconds, exhausted, learned, packVersion
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        failureClass = try container.decode(FailureClass.self, forKey: .failureClass)
        retryable = try container.decode(Retryability.self, forKey: .retryable)
        confidence = try container.decode(Double.self, forKey: .confidence)
        rule = try container.decodeIfPresent(String.self, forKey: .rule)
        lines = try container.decodeIfPresent(LineRange.self, forKey: .lines)
        matches = try container.decodeIfPresent([RuleMatch].self, forKey: .matches) ?? []
        facts = try container.decodeIfPresent([String: Fact].self, forKey: .facts) ?? [:]
        reasons = try container.decodeIfPresent([String].self, forKey: .reasons) ?? []
        backoffSeconds = try container.decodeIfPresent(Double.self, forKey: .backoffSeconds)
        exhausted = try container.decodeIfPresent(ExhaustedResource.self, forKey: .exhausted)
        learned = try container.decodeIfPresent(Bool.self, forKey: .learned) ?? false
        packVersion = try container.decodeIfPresent(String.self, forKey: .packVersion) ?? ""
    }

    package func write(to members: inout MemberWriter) throws {
        try members.add("backoffSeconds", backoffSeconds)
        try members.add("category", failureClass.category)
        try members.add("class", failureClass.rawValue)
        try members.add("confidence", confidence)
        try members.add("exhausted", exhausted?.rawValue)
        try members.add("facts", encoding: facts)
        try members.add("learned", ifTrue: learned)
        // `null` rather than absent: readers of the contract may rely on the member.
        try members.add("lines", orNull: lines)
        try members.add("matches", encoding: matches)
        try members.add("packVersion", packVersion)
        try members.add("reasons", encoding: reasons)
        try members.add("retryable", retryable.rawValue)
        try members.add("rule", orNull: rule)
    }
}
