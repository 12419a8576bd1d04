#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension ParetoFront {
    /// Members spread over the front, by ascending cost: the extremes of every objective, what `keeps` wants, and then again and again the
    /// member farthest from those chosen (Gonzalez 1985, "Clustering to minimize the maximum intercluster distance").
    ///
    /// - Parameters:
    ///   - most: The members wanted; all of them if there are no more, and more only if `keeps` wants more.
    ///   - keeps: Whether a member must be among them.
    public func sample(most: Int, keeping keeps: (Candidate) -> Bool = { _ in false }) -> [Candidate] {
        guard candidates.count > most else { return candidates }
        let places = candidates.map { [1 - $0.successProbability, logarithm($0.expectedCost), logarithm($0.expectedSeconds)] }
        let ranges = (0..<3).map { axis -> (low: Double, width: Double) in
            let values = places.map { $0[axis] }
            let low = values.min() ?? 0
            return (low, max((values.max() ?? 0) - low, 1e-12))
        }
        let low = SIMD3(ranges[0].low, ranges[1].low, ranges[2].low)
        let width = SIMD3(ranges[0].width, ranges[1].width, ranges[2].width)
        let scaled = places.map { (SIMD3($0[0], $0[1], $0[2]) - low) / width }
        var distances = [Double](repeating: .infinity, count: candidates.count)
        var chosen = Set<Int>()
        func choose(_ member: Int) {
            guard chosen.insert(member).inserted else { return }
            for (other, place) in scaled.enumerated() {
                let away = place - scaled[member]
                distances[other] = min(distances[other], (away * away).sum())
            }
        }
        for axis in 0..<3 {
            guard let least = places.indices.min(by: { places[$0][axis] < places[$1][axis] }) else { continue }
            choose(least)
        }
        for member in candidates.indices where keeps(candidates[member]) { choose(member) }
        while chosen.count < most, let farthest = distances.indices.max(by: { distances[$0] < distances[$1] }) { choose(farthest) }
        return chosen.sorted().map { candidates[$0] }
    }
}

/// Costs and times spread over orders of magnitude; nothing costs less than what still compares.
private func logarithm(_ value: Double) -> Double { log(max(value, 1e-300)) }
