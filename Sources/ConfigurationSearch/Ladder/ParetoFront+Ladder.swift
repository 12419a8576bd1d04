extension ParetoFront {
    /// The members of the front as rungs of a retry ladder, with the costs that `objective` gives to success and to failure.
    ///
    /// Values that are not lattice points of the front's space are left out; a front of listed candidates has none. A ladder over
    /// these rungs is the best among the front's configurations.
    public func rungs(for objective: AdditiveObjective) -> [LadderRung] {
        guard let space else { return [] }
        return candidates.compactMap { candidate in
            guard let indices = space.indices(of: candidate.values) else { return nil }
            let rate = nonNegative(objective.rate(candidate.values))
            return LadderRung(
                values: candidate.values,
                successProbability: candidate.successProbability,
                costIfSuccess: rate * nonNegative(objective.runSeconds.value(at: indices)),
                costIfFailure: rate * nonNegative(objective.failureSeconds.value(at: indices))
            )
        }
    }
}
