/// The exact set of configurations that no other configuration beats in every objective.
public struct ParetoFront: Sendable, Hashable {
    /// The space searched, or nil for a front of listed candidates.
    public let space: SearchSpace?
    /// What is traded.
    public let objectives: ParetoObjectives
    /// The undominated candidates by ascending cost; one for each vector of objectives, the one that moves the fewest knobs.
    public let candidates: [Candidate]
    /// The number of bounds or points evaluated to find them.
    public let evaluations: Int

    /// Up to so many points a lattice is enumerated.
    public static let smallLattice = 1_024

    /// Finds the front of an additive objective by breakpoints and bounds, without visiting the whole lattice; a small lattice is enumerated,
    /// which is quicker.
    ///
    /// Exact if the rate does not decrease in any knob and the links do not decrease: see `AdditiveObjective`.
    ///
    /// - Parameter most: The most points that are enumerated.
    public init(
        of objective: AdditiveObjective,
        over space: SearchSpace,
        objectives: ParetoObjectives = .failureAndCost,
        enumeratingUpTo most: Int = smallLattice
    ) {
        if space.count <= most {
            let lattice = SmallLattice(objective, over: space)
            self.space = space
            self.objectives = objectives
            candidates = lattice.front(objectives)
            evaluations = lattice.points.count
            return
        }
        let result = BreakpointSearch(space: space, objective: objective).run(objectives)
        self.space = space
        self.objectives = objectives
        candidates = result.candidates
        evaluations = result.boxes
    }

    /// Finds the front of an arbitrary model by evaluating every point of the lattice.
    ///
    /// - Parameters:
    ///   - space: The lattice.
    ///   - objectives: What is traded.
    ///   - assess: The expectations at the values of a point; a cost that is not finite leaves the point out.
    public init(
        over space: SearchSpace,
        objectives: ParetoObjectives = .failureAndCost,
        assess: (_ values: [Double]) throws -> Assessment
    ) rethrows {
        var points: [Assessment] = []
        let count = space.count
        if count < Int.max { points.reserveCapacity(count) }
        var hidden: [Int] = []
        try space.forEachPoint { values, indices in
            points.append(try assess(values))
            if !space.excluded.isEmpty { hidden.append(space.position(of: indices)) }
        }
        let values = { (point: Int) in space.values(at: space.indices(at: hidden.isEmpty ? point : hidden[point])) }
        let front = DenseSkyline.front(of: points, objectives: objectives) { space.movedKnobs(values($0)) }
        self.space = space
        self.objectives = objectives
        candidates = front.map { Candidate(values: values($0), assessment: points[$0]) }
        evaluations = points.count
    }

    /// Finds the front of listed candidates.
    public init(of candidates: [Candidate], objectives: ParetoObjectives = .failureAndCost, space: SearchSpace? = nil) {
        let front = DenseSkyline.front(of: candidates.map(\.assessment), objectives: objectives) { position in
            space?.movedKnobs(candidates[position].values) ?? 0
        }
        self.space = space
        self.objectives = objectives
        self.candidates = front.map { candidates[$0] }
        evaluations = candidates.count
    }

    /// The cheapest member of the front that is at least as good as `assessment` in every objective, or nil if it is itself undominated.
    public func dominator(of assessment: Assessment) -> Candidate? {
        candidates.first { $0.assessment.dominates(assessment, objectives: objectives) }
    }
}
