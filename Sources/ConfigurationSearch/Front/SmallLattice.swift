/// Every point of a small lattice with what is expected of it: below a thousand points or so, quicker than bounds that would save some.
struct SmallLattice {
    /// What is expected of each point, the last knob fastest, without the excluded ones.
    private(set) var points: [Assessment] = []
    /// The place of each point in the whole lattice; empty if none is excluded.
    private var places: [Int] = []
    private let space: SearchSpace

    init(_ objective: AdditiveObjective, over space: SearchSpace) {
        self.space = space
        let success = PointwiseScore(objective.success)
        let run = PointwiseScore(objective.runSeconds)
        let failure = PointwiseScore(objective.failureSeconds)
        points.reserveCapacity(space.count)
        space.forEachPoint { values, indices in
            points.append(
                AdditiveObjective.assess(
                    probability: success.value(at: indices),
                    run: nonNegative(run.value(at: indices)),
                    failure: nonNegative(failure.value(at: indices)),
                    rate: nonNegative(objective.rate(values)),
                    charge: objective.failureCharge
                )
            )
            if !space.excluded.isEmpty { places.append(space.position(of: indices)) }
        }
    }

    /// The undominated candidates by ascending cost; one for each vector of objectives, the one that moves the fewest knobs.
    func front(_ objectives: ParetoObjectives) -> [Candidate] {
        DenseSkyline.front(of: points, objectives: objectives) { space.movedKnobs(values($0)) }
            .map { Candidate(values: values($0), assessment: points[$0]) }
    }

    private func values(_ point: Int) -> [Double] {
        var rest = places.isEmpty ? point : places[point]
        return [Double](unsafeUninitializedCapacity: space.axes.count) { values, count in
            for knob in space.axes.indices.reversed() {
                let (quotient, index) = rest.quotientAndRemainder(dividingBy: space.axes[knob].values.count)
                values.initializeElement(at: knob, to: space.axes[knob].values[index])
                rest = quotient
            }
            count = space.axes.count
        }
    }
}

/// An additive score with the value of every term at every lattice index, so that a point needs no search.
private struct PointwiseScore {
    private let score: AdditiveScore
    private let terms: [[Double]]

    init(_ score: AdditiveScore) {
        self.score = score
        terms = score.terms.map { table in
            var values: [Double] = []
            values.reserveCapacity(table.latticeCount)
            for (step, value) in table.values.enumerated() {
                let end = step + 1 < table.starts.count ? table.starts[step + 1] : table.latticeCount
                for _ in table.starts[step]..<end { values.append(value) }
            }
            return values
        }
    }

    /// The same sum in the same order as `AdditiveScore.value(at:)`.
    func value(at indices: [Int]) -> Double {
        var sum = score.constant
        for knob in terms.indices { sum += terms[knob][indices[knob]] }
        for pair in score.pairs { sum += pair.value(at: indices[pair.first], indices[pair.second]) }
        return score.link(sum)
    }
}
