extension ParetoFront {
    /// Explains why a candidate is dominated, or nil if no member of the front dominates it.
    public func explain(_ candidate: Candidate) -> Explanation? {
        guard let dominator = dominator(of: candidate.assessment) else { return nil }
        var parts = [odds(candidate, dominator), price(candidate, dominator)]
        if objectives == .failureCostAndTime { parts.append(time(candidate, dominator)) }
        let message = "\(describe(candidate)): \(parts.joined(separator: ", ")) of \(describe(dominator))"
        return Explanation(candidate: candidate, dominator: dominator, message: message)
    }

    private func describe(_ candidate: Candidate) -> String {
        space?.describe(candidate.values) ?? candidate.values.map(HumanUnits.number).joined(separator: ", ")
    }

    private func odds(_ candidate: Candidate, _ dominator: Candidate) -> String {
        let lost = (dominator.successProbability - candidate.successProbability) * 100
        // Below a twentieth of a point the difference would print as nothing.
        return lost < 0.05 ? "same odds" : "odds \(HumanUnits.number((lost * 10).rounded() / 10)) points lower"
    }

    private func price(_ candidate: Candidate, _ dominator: Candidate) -> String {
        ratio(candidate.expectedCost, dominator.expectedCost).map { "\($0)x the price" } ?? "the same price"
    }

    private func time(_ candidate: Candidate, _ dominator: Candidate) -> String {
        ratio(candidate.expectedSeconds, dominator.expectedSeconds).map { "\($0)x the time" } ?? "the same time"
    }

    /// The ratio to two figures, or nil where it would print as 1.
    private func ratio(_ value: Double, _ base: Double) -> String? {
        guard base > 0, value > base else { return nil }
        let ratio = value / base
        let figures = ratio < 10 ? (ratio * 10).rounded() / 10 : ratio.rounded()
        return figures <= 1 ? nil : HumanUnits.number(figures)
    }
}
