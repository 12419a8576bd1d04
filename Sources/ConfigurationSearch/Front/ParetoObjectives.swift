/// The quantities a front trades against each other, all of them minimised.
public enum ParetoObjectives: String, Sendable, Hashable, CaseIterable {
    /// P(failure) and expected money.
    case failureAndCost
    /// P(failure), expected money and expected time.
    case failureCostAndTime
}
