/// A score that is a constant, one step function a knob and a few step functions of two knobs, seen through a link.
public struct AdditiveScore: Sendable {
    /// The part no knob changes.
    public let constant: Double
    /// One table a knob, in the order of the axes.
    public let terms: [StepTable]
    /// Interactions of two knobs.
    public let pairs: [PairTable]
    /// From the score to the predicted quantity.
    public let link: Link

    /// Creates a score over the lattice of `space`.
    ///
    /// - Throws: `SearchError` with code `invalidTable` if a table does not fit the space or holds a number that is not finite.
    public init(
        over space: SearchSpace,
        constant: Double = 0,
        terms: [StepTable],
        pairs: [PairTable] = [],
        link: Link = .identity
    ) throws(SearchError) {
        guard terms.count == space.axes.count else {
            throw SearchError(.invalidTable, "an additive score needs one table a knob: \(space.axes.count), not \(terms.count)")
        }
        guard constant.isFinite else { throw SearchError(.invalidTable, "the constant of an additive score is not finite") }
        for (axis, table) in zip(space.axes, terms) {
            guard table.latticeCount == axis.values.count, table.values.allSatisfy(\.isFinite) else {
                throw SearchError(
                    .invalidTable,
                    "the table of knob \(axis.knob.name) must hold finite values for \(axis.values.count) lattice points, not \(table.latticeCount)"
                )
            }
        }
        for pair in pairs {
            guard space.axes.indices.contains(pair.first), space.axes.indices.contains(pair.second),
                pair.firstStarts.last ?? 0 < space.axes[pair.first].values.count,
                pair.secondStarts.last ?? 0 < space.axes[pair.second].values.count,
                pair.values.allSatisfy(\.isFinite)
            else {
                throw SearchError(.invalidTable, "pair table of knobs \(pair.first) and \(pair.second) does not fit the search space")
            }
        }
        self.constant = constant
        self.terms = terms
        self.pairs = pairs
        self.link = link
    }

    /// A quantity that no knob changes.
    public init(constant: Double, over space: SearchSpace) {
        self.constant = constant
        self.terms = space.axes.map { StepTable(pointwise: [Double](repeating: 0, count: $0.values.count)) }
        self.pairs = []
        self.link = .identity
    }

    /// The predicted quantity at lattice `indices`.
    public func value(at indices: [Int]) -> Double {
        var score = constant
        for (knob, table) in terms.enumerated() { score += table.value(at: indices[knob]) }
        for pair in pairs { score += pair.value(at: indices[pair.first], indices[pair.second]) }
        return link(score)
    }
}
