/// A pack ready to run: one Hyperscan database that finds the lines that matter, and each pattern's PCRE2 form for those lines.
///
/// Immutable after `init`.
final class CompiledPack: Sendable {
    /// What a pattern of the database is for.
    enum Role: Sendable {
        case any(rule: Int)
        case all(rule: Int, position: Int)
        case unless(rule: Int)
        case attemptStart
        case recovery
        case traceback(UncaughtException.Part)
    }

    /// The compiled parts of a rule that only its hit lines need.
    struct LineParts: Sendable {
        var unlessLine: [PerlPattern]
        var extract: [(extraction: FactExtraction, pattern: PerlPattern)]
    }

    /// The pack's rules, in its order.
    let rules: [CompiledRule]
    let index: LiteralIndex
    let roles: [Role]
    let patterns: [PerlPattern]
    /// Whether each pattern begins at the start of the message, and so needs the clean line.
    let isAnchored: [Bool]
    let lineParts: [LineParts]
    let commonFacts: CommonFacts
    let cleaner: LineCleaner
    /// Rules that need no text, by index.
    let evidenceOnly: [Int]
    let order: CauseOrder

    /// Compiles every pattern of `pack`.
    ///
    /// - Throws: `RuleError` naming the file, the line and the pattern that does not compile.
    init(_ pack: RulePack) throws(RuleError) {
        rules = pack.rules.map(CompiledRule.init)
        var roles: [Role] = []
        var sources: [(pattern: RulePattern, file: String?)] = []
        for (index, rule) in pack.rules.enumerated() {
            for pattern in rule.any {
                roles.append(.any(rule: index))
                sources.append((pattern, rule.file))
            }
            for (position, pattern) in rule.all.enumerated() {
                roles.append(.all(rule: index, position: position))
                sources.append((pattern, rule.file))
            }
            for pattern in rule.unless {
                roles.append(.unless(rule: index))
                sources.append((pattern, rule.file))
            }
        }
        for pattern in AttemptMarkers.patterns {
            roles.append(.attemptStart)
            sources.append((RulePattern(pattern), nil))
        }
        for pattern in RecoveryMarkers.patterns {
            roles.append(.recovery)
            sources.append((RulePattern(pattern), nil))
        }
        for entry in UncaughtException.patterns {
            roles.append(.traceback(entry.part))
            sources.append((RulePattern(entry.pattern), nil))
        }
        self.roles = roles
        var patterns: [PerlPattern] = []
        patterns.reserveCapacity(sources.count)
        for source in sources { patterns.append(try Self.compile(source.pattern, file: source.file)) }
        self.patterns = patterns
        isAnchored = sources.map { $0.pattern.prefilter != $0.pattern.text }
        index = try Self.index(sources)
        var parts: [LineParts] = []
        for rule in pack.rules {
            var part = LineParts(unlessLine: [], extract: [])
            for pattern in rule.unlessLine { part.unlessLine.append(try Self.compile(pattern, file: rule.file)) }
            for extraction in rule.extract {
                part.extract.append((extraction, try Self.compile(extraction.pattern, file: rule.file)))
            }
            parts.append(part)
        }
        lineParts = parts
        commonFacts = try CommonFacts()
        cleaner = try LineCleaner()
        evidenceOnly = pack.rules.indices.filter { !pack.rules[$0].hasPatterns }
        order = CauseOrder(pack.rules)
    }

    private static func compile(_ pattern: RulePattern, file: String?) throws(RuleError) -> PerlPattern {
        do throws(RuleError) {
            return try PerlPattern(pattern.text)
        } catch {
            var error = error
            error.file = file
            error.line = pattern.line > 0 ? pattern.line : nil
            throw error
        }
    }

    private static func index(_ sources: [(pattern: RulePattern, file: String?)]) throws(RuleError) -> LiteralIndex {
        do throws(HyperscanDatabase.Failure) {
            return try LiteralIndex(sources.map(\.pattern.prefilter))
        } catch {
            guard let index = error.index, sources.indices.contains(index) else {
                throw RuleError(.internalFault, "the patterns do not compile together: \(error.message)")
            }
            let source = sources[index]
            throw RuleError(
                .pattern,
                "the pattern \(source.pattern.text) does not compile: \(error.message)",
                file: source.file,
                line: source.pattern.line > 0 ? source.pattern.line : nil
            )
        }
    }
}
