import ConfigurationSearch

/// A random additive problem of one to three knobs, with its raw numbers kept for an independent evaluation.
struct RandomProblem {
    var space: SearchSpace
    var objective: AdditiveObjective

    init(_ generator: inout SeededGenerator, maximumValues: Int = 9) throws {
        let knobs = generator.int(1...3)
        var axes: [SearchAxis] = []
        for knob in 0..<knobs {
            var values: [Double] = []
            var value = generator.real(0...4)
            for _ in 0..<generator.int(1...maximumValues) {
                values.append(value)
                value += generator.flip(0.5) ? 1 : generator.real(0.1...3)
            }
            let declared = try Knob(name: "k\(knob)", values: values)
            let current = generator.flip(0.5) ? generator.real(values[0]...(values[0] + 5)) : nil
            let movement: SearchAxis.Movement = generator.flip(0.2) ? .shrinks : generator.flip(0.3) ? .grows : .free
            let axis = try? SearchAxis(knob: declared, current: current, movement: movement)
            axes.append(try axis ?? SearchAxis(knob: declared))
        }
        var excluded: [[Double]] = []
        if generator.flip(0.3) {
            for _ in 0..<generator.int(1...2) {
                excluded.append(axes.map { $0.values[generator.int(0...($0.values.count - 1))] })
            }
        }
        let space = try SearchSpace(axes: axes, excluded: excluded)
        // Few distinct numbers make ties and plateaus; the rest make smooth trade-offs.
        let coarse = generator.flip(0.4)
        let monotone = generator.flip(0.5)
        func score(_ link: Link, _ generator: inout SeededGenerator) throws -> AdditiveScore {
            func term(_ generator: inout SeededGenerator) -> Double {
                coarse ? Double(generator.int(-2...2)) / 2 : generator.real(-1.5...1.5)
            }
            let tables = space.axes.map { axis in
                var contributions: [Double] = []
                for _ in axis.values {
                    if let last = contributions.last, generator.flip(0.4) {
                        contributions.append(last)
                    } else {
                        contributions.append(term(&generator))
                    }
                }
                return StepTable(pointwise: monotone ? contributions.sorted() : contributions)
            }
            var pairs: [PairTable] = []
            if knobs > 1, generator.flip(0.5) {
                let first = generator.int(0...(knobs - 1))
                let second = (first + generator.int(1...(knobs - 1))) % knobs
                func starts(_ axis: SearchAxis, _ generator: inout SeededGenerator) -> [Int] {
                    [0] + (1..<max(1, axis.values.count)).filter { _ in generator.flip(0.3) }
                }
                let rows = starts(space.axes[first], &generator)
                let columns = starts(space.axes[second], &generator)
                pairs.append(
                    try PairTable(
                        first: first,
                        second: second,
                        firstStarts: rows,
                        secondStarts: columns,
                        values: (0..<(rows.count * columns.count)).map { _ in term(&generator) }
                    )
                )
            }
            return try AdditiveScore(over: space, constant: term(&generator), terms: tables, pairs: pairs, link: link)
        }
        // A calibration with plateaus: different scores, the same probability.
        let plateaus = Link.nonDecreasing { $0 < -0.5 ? 0.1 : $0 < 0.7 ? 0.6 : 1 }
        let prices = space.axes.map { _ in generator.flip(0.3) ? 0 : coarse ? 1 : generator.real(0...2) }
        let base = coarse ? 1 : generator.real(0...1)
        let product = generator.flip(0.3)
        self.space = space
        objective = AdditiveObjective(
            success: try score(generator.flip(0.3) ? plateaus : .logistic, &generator),
            runSeconds: generator.flip(0.3)
                ? AdditiveScore(constant: 10, over: space) : try score(generator.flip() ? .exponential : .identity, &generator),
            failureSeconds: generator.flip(0.3) ? AdditiveScore(constant: 3, over: space) : try score(.exponential, &generator),
            failureCharge: generator.flip() ? 0 : generator.real(0...5),
            rate: { values in
                var rate = base
                for (price, value) in zip(prices, values) { rate = product ? rate * (1 + price * value) : rate + price * value }
                return rate
            }
        )
    }

    /// Every point of the lattice with its assessment, one by one.
    func everyPoint() -> [Candidate] {
        var candidates: [Candidate] = []
        space.forEachPoint { values, indices in
            candidates.append(Candidate(values: values, assessment: objective.assess(indices, in: space)))
        }
        return candidates
    }
}

/// The front by comparing every pair: one representative of each objective vector, in no order.
func bruteForceFront(_ points: [Candidate], _ objectives: ParetoObjectives) -> Set<[Double]> {
    var front = Set<[Double]>()
    for point in points where !points.contains(where: { $0.assessment.dominates(point.assessment, objectives: objectives) }) {
        front.insert(vector(point, objectives))
    }
    return front
}

func vector(_ candidate: Candidate, _ objectives: ParetoObjectives) -> [Double] {
    let both = [candidate.successProbability, candidate.expectedCost]
    return objectives == .failureAndCost ? both : both + [candidate.expectedSeconds]
}
