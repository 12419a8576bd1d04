/// What one term adds to the score of one row.
public struct Contribution: Sendable, Equatable {
    /// The feature, or both features of a pair joined by " & ".
    public let name: String
    /// What the term adds to the score.
    public let value: Double

    /// Makes a contribution.
    public init(name: String, value: Double) {
        self.name = name
        self.value = value
    }
}
