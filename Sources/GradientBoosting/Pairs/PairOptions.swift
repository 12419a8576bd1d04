/// How pairwise terms are found and boosted after the main effects.
public struct PairOptions: Codable, Sendable, Equatable {
    /// The most pairs to boost; nil means three a feature. Those that do not pay on held-out rows are dropped.
    public var count: Int?
    /// The most value bins along each axis, 2 to 63.
    public var bins: Int = 32
    /// The most turns over the pairs, each adding one tree of two levels to each pair.
    public var rounds: Int = 500
    /// The shrinkage of every leaf; nil means that of the main effects.
    public var learningRate: Double?
    /// The first turns whose cuts are drawn at random, for smooth effects; zero or above.
    public var smoothingRounds: Int = 0
    /// The turns without a better held-out loss before pairs stop.
    public var earlyStoppingRounds: Int = 8

    /// Makes options with the defaults; set what differs.
    public init(count: Int? = nil) { self.count = count }
}
