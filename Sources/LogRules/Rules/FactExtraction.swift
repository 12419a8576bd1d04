/// How a rule reads a fact from the line that it matched: named groups `value` and, for sizes and times, `unit`.
package struct FactExtraction: Hashable, Sendable {
    /// What the group `value` holds, hence the fact's type and unit.
    package enum Unit: String, Sendable, CaseIterable {
        /// A size in bytes, or in the unit of the group `unit` (K, MB, GiB; always powers of 1,024).
        case bytes
        case kibibytes, mebibytes, gibibytes
        /// A time in seconds, or in the unit of the group `unit`, or as `[D-]HH:MM[:SS]`.
        case seconds
        case milliseconds, minutes
        /// A plain number.
        case count
        /// Text: a name, path, address or identifier.
        case text
    }

    /// The fact's name: `limitBytes`, `missingPath`.
    package var fact: String
    /// The expression with the named groups.
    package var pattern: RulePattern
    /// The unit of the value.
    package var unit: Unit

    /// An extraction.
    package init(fact: String, pattern: RulePattern, unit: Unit) {
        self.fact = fact
        self.pattern = pattern
        self.unit = unit
    }
}
