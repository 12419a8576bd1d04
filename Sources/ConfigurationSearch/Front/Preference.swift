/// How an operator chooses one point of a front.
public struct Preference: Sendable, Hashable {
    enum Kind: Sendable, Hashable {
        case weights(failure: Double, cost: Double, second: Double)
        case cheapest(successAtLeast: Double)
        case mostLikely(costAtMost: Double)
        case knee
        case position(Double)
    }

    let kind: Kind

    /// The least `failure * P(failure) + cost * USD + second * seconds`; with `cost` 1 the weights are prices in USD.
    public static func weights(failure: Double, cost: Double = 1, second: Double = 0) -> Preference {
        Preference(kind: .weights(failure: failure, cost: cost, second: second))
    }

    /// The cheapest candidate with at least this probability of success; none if there is no such candidate.
    public static func cheapest(successAtLeast probability: Double) -> Preference {
        Preference(kind: .cheapest(successAtLeast: probability))
    }

    /// The likeliest candidate that costs at most this many USD; none if there is no such candidate.
    public static func mostLikely(costAtMost usd: Double) -> Preference {
        Preference(kind: .mostLikely(costAtMost: usd))
    }

    /// The point of the front farthest from the line (or plane) through its extremes.
    public static let knee = Preference(kind: .knee)

    /// A point picked on the plotted front: 0 is the cheapest, 1 the dearest, in between by rank.
    public static func pointOnFront(_ position: Double) -> Preference {
        Preference(kind: .position(position))
    }
}
