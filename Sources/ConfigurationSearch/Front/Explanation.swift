/// Why a candidate is not on the front, against the member that beats it.
public struct Explanation: Sendable, Hashable {
    /// The candidate explained.
    public let candidate: Candidate
    /// The cheapest member of the front that dominates it.
    public let dominator: Candidate
    /// One line for people: `16 GB: same odds, 1.8x the price of 9 GB`.
    public let message: String
}
