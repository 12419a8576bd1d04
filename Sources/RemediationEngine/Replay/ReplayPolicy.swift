package import Remediation

/// A policy under replay: it is asked for a limit, told what became of it, and learns each run when it ends.
package protocol ReplayPolicy {
    /// The name in tables.
    var name: String { get }

    /// Whether it is told what the user asked for.
    var usesRequest: Bool { get }

    /// Whether it is told what nobody knows before the run: the need.
    var foresees: Bool { get }

    /// The chance that it gave the first limit of its last answer; nil of a policy that gives none.
    var lastChance: Double? { get }

    /// The limits to try in turn, in bytes, ascending; beyond the last the replay doubles.
    mutating func ladder(for request: AdviceRequest) -> [Int64]

    /// Takes in a finished attempt.
    mutating func learn(_ attempt: Attempt)
}

extension ReplayPolicy {
    package var usesRequest: Bool { false }
    package var foresees: Bool { false }
    package var lastChance: Double? { nil }
    package mutating func learn(_ attempt: Attempt) {}
}
