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
        let places = candidates.map { SIMD3(1 - $0.successProbability, logarithm($0.expectedCost), logarithm($0.expectedSeconds)) }
        var low = places[0]
        var high = places[0]
        for place in places {
            low = pointwiseMin(low, place)
            high = pointwiseMax(high, place)
        }
        let scale = 1 / pointwiseMax(high - low, SIMD3(repeating: 1e-12))
        let scaled = places.map { ($0 - low) * scale }
        var distances = [Double](repeating: .infinity, count: candidates.count)
        var isChosen = [Bool](repeating: false, count: candidates.count)
        var count = 0
        /// Chooses a member and gives the one that is farthest from all chosen then.
        func choose(_ member: Int) -> Int {
            if !isChosen[member] { count += 1 }
            isChosen[member] = true
            let centre = scaled[member]
            var farthest = 0
            var most = -1.0
            scaled.withUnsafeBufferPointer { scaled in
                distances.withUnsafeMutableBufferPointer { distances in
                    for other in scaled.indices {
                        let away = scaled[other] - centre
                        let distance = min(distances[other], away.x * away.x + away.y * away.y + away.z * away.z)
                        distances[other] = distance
                        if distance > most {
                            most = distance
                            farthest = other
                        }
                    }
                }
            }
            return farthest
        }
        var farthest = 0
        for axis in 0..<3 {
            guard let least = places.indices.min(by: { places[$0][axis] < places[$1][axis] }) else { continue }
            farthest = choose(least)
        }
        for member in candidates.indices where keeps(candidates[member]) { farthest = choose(member) }
        // A member of distance 0 is chosen already, or the double of one that is.
        while count < most, distances[farthest] > 0 { farthest = choose(farthest) }
        return candidates.indices.filter { isChosen[$0] }.map { candidates[$0] }
    }
}

/// Costs and times spread over orders of magnitude; nothing costs less than what still compares.
private func logarithm(_ value: Double) -> Double { log(max(value, 1e-300)) }
