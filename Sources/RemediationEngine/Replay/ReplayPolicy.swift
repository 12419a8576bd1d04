package import Remediation

/// A policy under replay: it is asked for a limit, told what became of it, and learns each run when it ends.
package protocol ReplayPolicy {
    /// The name in tables.
    var name: String { get }

    /// The limits to try in turn, in bytes, ascending; beyond the last the replay doubles.
    mutating func ladder(for request: AdviceRequest) -> [Int64]

    /// Takes in a finished attempt.
    mutating func learn(_ attempt: Attempt)
}
