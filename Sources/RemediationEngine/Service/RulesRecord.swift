internal import LogRules
import Remediation

/// The rules as the audit log tells of them: the first entry names every rule, each later one those that differ.
struct RulesRecord: Equatable {
    /// The hash of each rule's text, by the rule's identifier.
    private(set) var fingerprints: [String: String]

    /// The rules of `pack`.
    init(_ pack: RulePack) {
        fingerprints = Dictionary(pack.rules.map { ($0.id, Self.fingerprint(of: $0)) }, uniquingKeysWith: { first, _ in first })
    }

    private init(fingerprints: [String: String]) { self.fingerprints = fingerprints }

    /// Goes through a log backwards until everything is known.
    struct Reader {
        private var known: [String: String?] = [:]
        /// The rules that the entries taken so far come to; nil until the one that names all.
        private(set) var record: RulesRecord?

        /// Takes the next entry, newest first.
        mutating func take(_ event: AuditEvent) {
            guard record == nil, let after = event.after?["rules"]?.members else { return }
            let before = event.before?["rules"]?.members
            for (id, rule) in after where known[id] == nil { known[id] = .some(rule["fingerprint"]?.string) }
            for id in (before ?? [:]).keys where known[id] == nil { known[id] = .some(nil) }
            // An entry that does not say what was before names every rule.
            if before == nil { record = RulesRecord(fingerprints: known.compactMapValues { $0 }) }
        }
    }

    /// What differs between two sets of rules, by identifier.
    struct Difference: Equatable {
        var added: [String]
        var changed: [String]
        var removed: [String]

        /// `added a, b; changed c`, each with ten names at most.
        var summary: String {
            [("added", added), ("changed", changed), ("removed", removed)].filter { !$0.1.isEmpty }.map { verb, names in
                let more = names.count > 10 ? " and \(names.count - 10) more" : ""
                return "\(verb) \(names.prefix(10).joined(separator: ", "))\(more)"
            }.joined(separator: "; ")
        }
    }

    /// What is other here than in `earlier`.
    func difference(from earlier: RulesRecord) -> Difference {
        Difference(
            added: fingerprints.keys.filter { earlier.fingerprints[$0] == nil }.sorted(),
            changed: fingerprints.filter { id, hash in earlier.fingerprints[id].map { $0 != hash } ?? false }.keys.sorted(),
            removed: earlier.fingerprints.keys.filter { fingerprints[$0] == nil }.sorted()
        )
    }

    /// Those of the rules that are named, each with its hash, and with its definition where `pack` still has it.
    func describe(_ identifiers: [String], definedIn pack: RulePack?) -> JSONValue {
        let rules = Dictionary((pack?.rules ?? []).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var room = Self.mostText
        var members: [String: JSONValue] = [:]
        for id in identifiers {
            guard let hash = fingerprints[id] else { continue }
            var rule: [String: JSONValue] = ["fingerprint": .string(hash)]
            if let defined = rules[id], room >= defined.text.utf8.count, Self.fingerprint(of: defined) == hash {
                room -= defined.text.utf8.count
                rule["definition"] = .string(defined.text)
            }
            members[id] = .object(rule)
        }
        return .object(members)
    }

    /// The most bytes of definitions in one side of an entry: an edit by hand fits in, another set of rules is told by its hashes.
    static let mostText = 32 << 10

    /// The first 16 digits of the SHA-256 of the rule's text.
    private static func fingerprint(of rule: Rule) -> String { String(AuditRecord.hash(of: rule.text, after: "").prefix(16)) }
}

extension JSONValue {
    /// The members of an object; nil elsewhere.
    fileprivate var members: [String: JSONValue]? { if case .object(let members) = self { members } else { nil } }
}
