/// Takes secrets out of text before it is stored or shown: keys, tokens, passwords, private keys, e-mail addresses.
public struct LogRedactor: Sendable {
    private struct Kind: Sendable {
        let name: String
        let pattern: PerlPattern
        let group: String?
    }

    private let kinds: [Kind]

    /// The redactor over the built-in kinds.
    public static let shared = LogRedactor()

    /// What is looked for: a name for the mark, the pattern, and whether only its group `secret` goes.
    static let patterns: [(name: String, pattern: String, keepsContext: Bool)] = [
        ("private key", #"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\z)"#, false),
        ("JWT", #"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*"#, false),
        ("AWS key", #"\b(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA)[A-Z0-9]{16}\b"#, false),
        (
            "AWS secret",
            #"(?i)aws_?(?:secret)?_?(?:access)?_?(?:secret|session)?_?(?:key|token)["']?\s*[:=]\s*["']?(?<secret>[A-Za-z0-9/+=]{20,})"#,
            true
        ),
        ("GitHub token", #"\bgh[pousr]_[A-Za-z0-9]{20,}\b|\bgithub_pat_[A-Za-z0-9_]{20,}\b"#, false),
        ("GitLab token", #"\bglpat-[A-Za-z0-9_-]{16,}"#, false),
        ("Slack token", #"\bxox[abeoprs]-[A-Za-z0-9-]{10,}"#, false),
        ("Google key", #"\bAIza[A-Za-z0-9_-]{30,}|\bya29\.[A-Za-z0-9_-]{20,}"#, false),
        ("Databricks token", #"\bdapi[a-f0-9]{32}\b"#, false),
        ("API key", #"\b(?:sk|pk|rk)[-_](?:live|test|proj|ant)?[-_]?[A-Za-z0-9_-]{20,}"#, false),
        ("npm token", #"\bnpm_[A-Za-z0-9]{30,}\b"#, false),
        ("Azure key", #"(?i)\b(?:AccountKey|SharedAccessKey|sig)=(?<secret>[A-Za-z0-9%/+=_-]{20,})"#, true),
        ("password in URL", #"\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\s/:@"']*:(?<secret>[^\s@/"']+)@"#, true),
        ("authorization", #"(?i)\b(?:authorization["']?\s*[:=]\s*["']?)?(?:bearer|basic)\s+(?<secret>[A-Za-z0-9._~+/=-]{12,})"#, true),
        (
            "secret",
            #"(?i)\b[\w.-]*(?:password|passwd|pwd|secret|token|api[_-]?key|access[_-]?key|credential|passphrase)["']?\s*(?:=|:|=>)\s*["']?(?<secret>(?!\[redacted)[^\s"',;&}\])]{4,})"#,
            true
        ),
        ("e-mail", #"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}\b"#, false),
    ]

    init() {
        var kinds: [Kind] = []
        for source in Self.patterns {
            // The patterns are constants, and a test compiles each: none is dropped in a build that passed.
            guard let pattern = try? PerlPattern(source.pattern) else { continue }
            kinds.append(Kind(name: source.name, pattern: pattern, group: source.keepsContext ? "secret" : nil))
        }
        self.kinds = kinds
    }

    /// `text` with each secret replaced by `[redacted KIND]`.
    public func redact(_ text: String) -> String {
        guard let data = try? PerlMatchData() else { return "[redacted]" }
        var bytes = Array(text.utf8)
        var changed = false
        for kind in kinds {
            if let result = Self.redact(bytes, kind, using: data) {
                bytes = result
                changed = true
            }
        }
        return changed ? String(decoding: bytes, as: UTF8.self) : text
    }

    private static func redact(_ bytes: [UInt8], _ kind: Kind, using data: PerlMatchData) -> [UInt8]? {
        let mark = Array("[redacted \(kind.name)]".utf8)
        return bytes.withUnsafeBufferPointer { text -> [UInt8]? in
            // One array that nothing else refers to: a copy for each secret would take seconds for a log that is full of them.
            var output: [UInt8] = []
            var copied = 0
            var start = 0
            while let match = kind.pattern.firstMatch(in: text, from: start, using: data), match.end > match.start {
                let range = kind.group.flatMap { kind.pattern.range(of: $0, using: data) } ?? match.start..<match.end
                output += text[copied..<range.lowerBound]
                output += mark
                copied = range.upperBound
                start = max(match.end, range.upperBound)
            }
            guard copied > 0 else { return nil }
            output += text[copied...]
            return output
        }
    }
}
