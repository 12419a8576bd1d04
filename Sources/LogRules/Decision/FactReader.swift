internal import Remediation

/// Reads the typed facts that a rule extracts from its hit lines.
enum FactReader {
    /// The facts of `findings`, the primary one first: what it says is not overwritten by the others.
    static func facts(of findings: [RuleFinding], compiled: CompiledPack, using data: PerlMatchData) -> [String: Fact] {
        var facts: [String: Fact] = [:]
        for finding in findings {
            let parts = compiled.lineParts[finding.index].extract
            guard !parts.isEmpty else { continue }
            var lines = finding.hits.map(\.line)
            if let best = finding.hit?.line { lines.insert(best, at: 0) }
            for part in parts where facts[part.extraction.fact] == nil {
                for line in lines {
                    guard let fact = read(part.extraction, part.pattern, line, using: data) else { continue }
                    facts[part.extraction.fact] = fact
                    break
                }
            }
        }
        if let primary = findings.first { fill(&facts, from: primary, compiled.commonFacts, using: data) }
        return facts
    }

    /// How many lines of the primary finding are searched for common facts, its best one first.
    private static let commonLines = 3

    private static func fill(_ facts: inout [String: Fact], from primary: RuleFinding, _ common: CommonFacts, using data: PerlMatchData) {
        guard let best = primary.hit?.line else { return }
        let others = primary.hits.lazy.map(\.line).filter { $0 !== best }
        let lines = [best] + others.prefix(commonLines - 1)
        for entry in common.entries where facts[entry.extraction.fact] == nil {
            guard entry.categories?.contains(primary.rule.failureClass.category) ?? true else { continue }
            for line in lines {
                guard let fact = read(entry.extraction, entry.pattern, line, using: data) else { continue }
                facts[entry.extraction.fact] = fact
                break
            }
        }
    }

    private static func read(_ extraction: FactExtraction, _ pattern: PerlPattern, _ line: CleanLine, using data: PerlMatchData) -> Fact? {
        line.bytes.withUnsafeBufferPointer { text -> Fact? in
            guard pattern.firstMatch(in: text, using: data) != nil,
                let value = pattern.group("value", in: text, using: data)
            else { return nil }
            return fact(value, unit: pattern.group("unit", in: text, using: data), as: extraction.unit)
        }
    }

    /// The fact that `value` (and the unit beside it, if any) stands for; nil when it is not a number where one is needed.
    static func fact(_ value: String, unit: String?, as kind: FactExtraction.Unit) -> Fact? {
        if kind == .text {
            let text = LogRedactor.shared.redact(String(value.prefix(500)))
            return text.isEmpty ? nil : .text(text)
        }
        if kind == .seconds, value.contains(":"), let seconds = clock(value) { return .number(seconds) }
        guard let number = Double(value.filter { $0 != "," && $0 != "_" }), number.isFinite else { return nil }
        let factor: Double =
            switch kind {
            case .bytes: unit.map(byteFactor) ?? 1
            case .kibibytes: 1024
            case .mebibytes: 1_048_576
            case .gibibytes: 1_073_741_824
            case .seconds: unit.map(secondFactor) ?? 1
            case .milliseconds: 0.001
            case .minutes: 60
            case .count, .text: 1
            }
        return .number(kind == .seconds || kind == .milliseconds || kind == .count ? number * factor : (number * factor).rounded())
    }

    private static func byteFactor(_ unit: String) -> Double {
        switch unit.lowercased().first {
        case "k": 1024
        case "m": 1_048_576
        case "g": 1_073_741_824
        case "t": 1_099_511_627_776
        default: 1
        }
    }

    private static func secondFactor(_ unit: String) -> Double {
        let unit = unit.lowercased()
        if unit.hasPrefix("ms") || unit.hasPrefix("milli") { return 0.001 }
        return switch unit.first {
        case "m": 60
        case "h": 3600
        case "d": 86_400
        default: 1
        }
    }

    /// `[D-]HH:MM:SS`, `HH:MM:SS` or `MM:SS`, in seconds.
    private static func clock(_ text: String) -> Double? {
        let days = text.split(separator: "-", maxSplits: 1)
        let parts = (days.last ?? "").split(separator: ":").map { Double($0) }
        guard (2...3).contains(parts.count) else { return nil }
        var seconds = 0.0
        for part in parts {
            guard let part, part.isFinite, part >= 0 else { return nil }
            seconds = seconds * 60 + part
        }
        if days.count == 2 {
            guard let count = Double(days[0]) else { return nil }
            seconds += count * 86_400
        }
        return seconds
    }
}
