internal import Remediation

extension RulePack {
    /// What is wrong with rules that can be read: patterns, references, examples, edges.
    package func lint() -> [RuleError] {
        var errors: [RuleError] = []
        let identifiers = Set(rules.map(\.id))
        for rule in rules {
            errors += rule.lint(identifiers: identifiers)
        }
        guard errors.isEmpty else { return errors }
        do {
            _ = try CompiledPack(self)
        } catch {
            errors.append(error)
        }
        return errors
    }
}

extension Rule {
    func lint(identifiers: Set<String>) -> [RuleError] {
        var errors: [RuleError] = []
        func complain(_ code: RuleError.Code = .invalid, _ message: String, line: Int? = nil) {
            errors.append(RuleError(code, message, file: file, line: line))
        }
        if references.isEmpty { complain(.invalid, "references: name at least one page where the message is documented or made") }
        for reference in references where !reference.hasPrefix("https://") && !reference.hasPrefix("http://") {
            complain(.invalid, "references: \(reference) is not a web address")
        }
        if matching.isEmpty { complain(.example, "examples: the rule needs an example under `match`") }
        if notMatching.isEmpty { complain(.example, "examples: the rule needs an example under `no-match`, with `because`") }
        for name in symptomOf where !identifiers.contains(name) && !Self.isClassPattern(name) {
            complain(.invalid, "symptom-of: \(name) is neither a rule, a class nor a category (`memory.*`)")
        }
        for pattern in any + all + unless + unlessLine {
            if let problem = pattern.problem { complain(.pattern, "the pattern \(pattern.text) \(problem)", line: pattern.line) }
            do {
                _ = try PerlPattern(pattern.text)
            } catch {
                complain(.pattern, error.message, line: pattern.line)
            }
        }
        return errors
    }

    private static func isClassPattern(_ name: String) -> Bool {
        if FailureClass(rawValue: name) != nil { return true }
        return name.hasSuffix(".*") && FailureClass.all.contains { $0.category == name.dropLast(2) }
    }
}

extension RulePattern {
    /// Why a pattern would not do what it seems to; nil when it is fine.
    var problem: String? {
        if text.utf8.contains(Byte.lineFeed) { return "holds a line end; patterns see one line at a time" }
        let body = prefilter
        var depth = 0
        var isEscaped = false
        var isClass = false
        var previous: UInt8 = 0
        for byte in body.utf8 {
            defer { previous = byte }
            if isEscaped {
                isEscaped = false
                continue
            }
            switch byte {
            case Byte.backslash: isEscaped = true
            case UInt8(ascii: "["): isClass = true
            case UInt8(ascii: "]"): isClass = false
            case UInt8(ascii: "(") where !isClass: depth += 1
            case UInt8(ascii: ")") where !isClass: depth -= 1
            case UInt8(ascii: "|") where !isClass && depth == 0 && body != text:
                return "has a choice beside its `^`; write ^(?:a|b)"
            case UInt8(ascii: "^") where !isClass && previous != UInt8(ascii: "["):
                return "has a `^` that is not at its start; a timestamp may stand before the message"
            default: break
            }
        }
        return nil
    }
}
