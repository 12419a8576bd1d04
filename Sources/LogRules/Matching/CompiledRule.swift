/// A rule of a compiled pack: shared, because a copy of a rule is a copy of its twenty members.
final class CompiledRule: Sendable {
    /// The rule.
    let rule: Rule
    /// What it requires beside the text, ready to be compared.
    let requires: RuleRequirements

    init(_ rule: Rule) {
        self.rule = rule
        requires = rule.requires.lowercased
    }
}
