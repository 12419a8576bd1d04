/// Takes secrets out of text before it is stored or shown: keys, tokens, passwords, private keys, e-mail addresses.
public struct LogRedactor: Sendable {
    private struct Kind: Sendable {
        let name: String
        let pattern: PerlPattern
        let group: String?
    }

    private let kinds: [Kind]
    private let filter: SecretFilter?

    /// The redactor over the built-in kinds.
    public static let shared = LogRedactor()

    /// What is looked for: a name for the mark, the pattern, and whether only its group `secret` goes.
    ///
    /// No run of characters is tried over and over: repeats are possessive, what follows a run that a match may begin in is looked for once
    /// (`(*SKIP)`), and what stands before a group `secret` begins at its first letter.
    static let patterns: [(name: String, pattern: String, keepsContext: Bool)] = [
        (
            "private key",
            #"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[\s\S]{0,65535}?-----END [A-Z ]{0,40}PRIVATE KEY-----|[\s\S]{0,65535})"#, false
        ),
        ("JWT", #"\beyJ[A-Za-z0-9_-]{8,}+(*SKIP)\.[A-Za-z0-9_-]{8,}+(*SKIP)\.[A-Za-z0-9_-]*+"#, false),
        ("AWS key", #"\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA)[A-Z0-9]{16}\b"#, false),
        (
            "AWS secret",
            #"(?i)aws_?(?:secret)?_?(?:access)?_?(?:secret|session)?_?(?:key|token)["']?\s*+[:=]\s*+["']?(?<secret>[A-Za-z0-9/+=]{20,}+)"#,
            true
        ),
        ("GitHub token", #"\bgh[pousr]_[A-Za-z0-9]{20,}+\b|\bgithub_pat_[A-Za-z0-9_]{20,}+\b"#, false),
        ("GitLab token", #"\bglpat-[A-Za-z0-9_-]{16,}+"#, false),
        ("Slack token", #"\bxox[abeoprs]-[A-Za-z0-9-]{10,}+"#, false),
        ("Google key", #"\bAIza[A-Za-z0-9_-]{30,}+|\bya29\.[A-Za-z0-9_-]{20,}+"#, false),
        ("Databricks token", #"\bdapi[a-f0-9]{32}\b"#, false),
        ("API key", #"\b(?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{20,}+"#, false),
        ("npm token", #"\bnpm_[A-Za-z0-9]{30,}+\b"#, false),
        ("Azure key", #"(?i)\b(?:AccountKey|SharedAccessKey|sig)=(?<secret>[A-Za-z0-9%/+=_-]{20,}+)"#, true),
        ("password in URL", #"://[^\s/:@"']*+:(?<secret>[^\s@/"']++)@"#, true),
        ("authorization", #"(?i)\b(?:bearer|basic)\s++(?<secret>[A-Za-z0-9._~+/=-]{12,}+)"#, true),
        (
            "secret",
            #"(?i)(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|credential|passphrase)["']?\s*+(?:=|:|=>)\s*+["']?(?<secret>(?!\[redacted)[^\s"',;&}\])]{4,}+)"#,
            true
        ),
        (
            "e-mail",
            #"[A-Za-z0-9._%+-]++(*SKIP)@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,24}\b"#, false
        ),
    ]

    /// A redactor over the built-in kinds.
    ///
    /// - Parameter isFiltered: Whether one pass tells which kinds to look for; without it the answers are the same, and slower.
    package init(isFiltered: Bool = true) {
        var kinds: [Kind] = []
        var texts: [String] = []
        for source in Self.patterns {
            // The patterns are constants, and a test compiles each: none is dropped in a build that passed.
            guard let pattern = try? PerlPattern(source.pattern) else { continue }
            kinds.append(Kind(name: source.name, pattern: pattern, group: source.keepsContext ? "secret" : nil))
            texts.append(source.pattern)
        }
        self.kinds = kinds
        filter = isFiltered ? try? SecretFilter(texts) : nil
    }

    /// Whether every kind is looked for, and one pass tells which: what the build promises of its constants.
    package var isWhole: Bool { kinds.count == Self.patterns.count && filter != nil }

    /// `text` with each secret replaced by `[redacted KIND]`.
    public func redact(_ text: String) -> String {
        var text = text
        var possible = text.withUTF8 { filter?.kinds(in: $0) ?? .max }
        guard possible != 0 else { return text }
        guard let data = try? PerlMatchData() else { return "[redacted]" }
        var bytes = Array(text.utf8)
        var changed = false
        for (index, kind) in kinds.enumerated() where possible & 1 << SecretFilter.Kinds(index) != 0 {
            if let result = Self.redact(bytes, kind, using: data) {
                bytes = result
                changed = true
                // What was replaced by a mark may look otherwise to the kinds that follow.
                possible = bytes.withUnsafeBufferPointer { filter?.kinds(in: $0) ?? .max }
            }
        }
        return changed ? String(decoding: bytes, as: UTF8.self) : text
    }

    /// The text with each secret of a kind replaced; nil when there is none.
    private static func redact(_ bytes: [UInt8], _ kind: Kind, using data: PerlMatchData) -> [UInt8]? {
        let mark = Array("[redacted \(kind.name)]".utf8)
        return bytes.withUnsafeBufferPointer { text -> [UInt8]? in
            // One array that nothing else refers to: a copy for each secret would take seconds for a log that is full of them.
            var output: [UInt8] = []
            var copied = 0
            var start = 0
            search: while true {
                switch kind.pattern.search(in: text, from: start, using: data) {
                case .match(let match) where !match.isEmpty:
                    let range = kind.group.flatMap { kind.pattern.range(of: $0, using: data) } ?? match
                    output += text[copied..<range.lowerBound]
                    output += mark
                    copied = range.upperBound
                    start = max(match.upperBound, range.upperBound)
                case .match, .none:
                    break search
                case .abandoned:
                    // Nobody knows what the rest holds.
                    output += text[copied..<start]
                    output += "[redacted unexamined text]".utf8
                    return output
                }
            }
            guard copied > 0 else { return nil }
            output += text[copied...]
            return output
        }
    }
}
