/// How well a rule is proven on real logs: `rules evaluate` says what a rule has earned.
package enum RuleStatus: String, Sendable, CaseIterable, Codable {
    /// Only its own examples speak for it.
    case experimental
    /// It was right on at least one labelled real log and wrong on none.
    case test
    /// It was right on at least three labelled real logs, with a precision of at least 0.9.
    case stable
}
