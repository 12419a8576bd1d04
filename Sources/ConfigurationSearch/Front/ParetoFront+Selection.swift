extension ParetoFront {
    /// Chooses a member of the front, or nil if the front is empty or no member meets the constraint.
    ///
    /// Ties go to the cheaper candidate.
    public func select(_ preference: Preference) -> Candidate? {
        switch preference.kind {
        case .weights(let failure, let cost, let second):
            least { failure * (1 - $0.successProbability) + cost * $0.expectedCost + second * $0.expectedSeconds }
        case .cheapest(let probability):
            candidates.first { $0.successProbability >= probability }
        case .mostLikely(let usd):
            least { $0.expectedCost <= usd ? -$0.successProbability : .infinity }
        case .knee:
            knee
        case .position(let position):
            candidates.isEmpty || position.isNaN
                ? nil
                : candidates[Int((min(1, max(0, position)) * Double(candidates.count - 1)).rounded())]
        }
    }

    /// The first candidate with the least finite `loss`.
    private func least(_ loss: (Candidate) -> Double) -> Candidate? {
        var best: Candidate?
        var bestLoss = Double.infinity
        for candidate in candidates {
            let value = loss(candidate)
            if value < bestLoss {
                bestLoss = value
                best = candidate
            }
        }
        return best
    }

    /// With every objective scaled to 0...1 over the front, the distance from the plane through the extremes grows as the sum falls
    /// (Das 1999, "On characterizing the knee of the Pareto curve").
    private var knee: Candidate? {
        func scale(_ value: @escaping (Candidate) -> Double) -> (Candidate) -> Double {
            let values = candidates.map(value)
            guard let low = values.min(), let high = values.max(), high > low else { return { _ in 0 } }
            return { (value($0) - low) / (high - low) }
        }
        let failure = scale { -$0.successProbability }
        let cost = scale { $0.expectedCost }
        let seconds = objectives == .failureCostAndTime ? scale { $0.expectedSeconds } : { _ in 0 }
        return least { failure($0) + cost($0) + seconds($0) }
    }
}
