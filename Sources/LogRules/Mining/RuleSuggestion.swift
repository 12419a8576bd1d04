internal import Remediation

/// A draft of a rule for failures that no rule catches, for a person to edit.
package struct RuleSuggestion: Sendable {
    /// The draft's identifier.
    package var id: String
    /// The template that its failures share.
    package var template: String
    /// How many failures share it.
    package var count: Int
    /// What they cost, in USD, where known.
    package var costUSD: Double
    /// The failures' identifiers.
    package var failures: [String]
    /// The text of the rule file.
    package var yaml: String

    /// Drafts for the failures that `classifier` cannot name, those that cost most and then those seen most first.
    package static func suggestions(for failures: [LabelledFailure], classifier: Classifier) -> [RuleSuggestion] {
        var miner = TemplateMiner()
        var samples: [(failure: LabelledFailure, line: String)] = []
        for failure in failures where classifier.classify(failure.evidence).failureClass == .unknown {
            guard let line = TellingLine.find(in: failure.evidence.log) else { continue }
            miner.add(line)
            samples.append((failure, LogRedactor.shared.redact(line)))
        }
        let ranked = miner.groups.map { group in
            (group: group, cost: group.members.reduce(0) { $0 + (samples[$1].failure.costUSD ?? 0) })
        }.sorted { ($1.cost, $1.group.members.count, $0.group.members[0]) < ($0.cost, $0.group.members.count, $1.group.members[0]) }
        var taken = Set<String>()
        return ranked.enumerated().map { rank, entry in
            let members = entry.group.members.map { samples[$0] }
            let other = ranked[(rank + 1) % ranked.count].group.members.first.map { samples[$0].line }
            let id = identifier(for: entry.group.template, taken: &taken)
            return RuleSuggestion(
                id: id,
                template: entry.group.template.joined(separator: " "),
                count: members.count,
                costUSD: entry.cost,
                failures: members.map(\.failure.id),
                yaml: draft(id, entry.group.template, examples: members.map(\.line), other: ranked.count > 1 ? other : nil)
            )
        }
    }

    private static func identifier(for template: [String], taken: inout Set<String>) -> String {
        let words = template.joined(separator: "-").lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.prefix(6)
        let base = "draft-" + (words.isEmpty ? "rule" : words.joined(separator: "-"))
        var id = base
        var number = 2
        while !taken.insert(id).inserted {
            id = base + "-\(number)"
            number += 1
        }
        return id
    }

    private static func draft(_ id: String, _ template: [String], examples: [String], other: String?) -> String {
        func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
        let pattern = template.map { $0 == "<*>" ? #"\S+"# : escaped($0) }.joined(separator: #"\s+"#)
        var shown: [String] = []
        for example in examples where !shown.contains(example) && shown.count < 3 { shown.append(example) }
        let lines =
            [
                "# A draft: name the class, the retryability and a reference, then lint and test it.",
                "id: \(id)", "title: \(quoted(template.prefix(12).joined(separator: " ")))", "status: experimental", "engine: drafts",
                "class: other.unknown", "retryable: unknown", "weight: 40", "references:",
                "  - https://example.org/say-where-this-comes-from",
                "any:", "  - \(quoted(pattern))", "examples:", "  match:",
            ] + shown.map { "    - \(quoted($0))" } + [
                "  no-match:", "    - log: \(quoted(other ?? "everything is fine"))",
                "      because: 'it is another failure; write a closer one'",
            ]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func escaped(_ word: String) -> String {
        var text = ""
        for character in word {
            if #"\.+*?()[]{}|^$"#.contains(character) { text.append("\\") }
            text.append(character)
        }
        return text
    }
}
