/// The distribution of a job's next need by its own past alone: the rules' distributions, each weighted by how little it would have cost.
package struct NeedMixture: Sendable {
    /// Runs from which rules are heard.
    package static let leastRuns = 3
    /// A need is taken to be this much above a past one, on the log scale: the next run is never quite the same.
    static let margin = 0.005
    /// The chance of a need beyond all that a rule has seen, in runs of the rule's effective sample.
    static let surprise = 0.3
    /// How far beyond such a need lies, on the log scale, and how often.
    static let beyond: [(distance: Double, share: Double)] = [(0.02, 0.4), (0.1, 0.3), (0.4, 0.2), (1, 0.1)]
    /// A run whose weight is less than this part of an even share is of no account.
    private static let leastShare = 1e-3
    /// The most limits that a judged ladder chooses from.
    private static let judgedLimits = 24
    /// Rules of less weight are not worth their time.
    private static let leastWeight = 0.01

    /// Natural logarithms of needs, ascending.
    package private(set) var logNeeds: [Double] = []
    /// The chance that the need is at most the one of the same place; the last is 1.
    package private(set) var cumulative: [Double] = []

    /// The mixture for a question; nil where the job has too few runs.
    package init?(_ history: JobHistory, logInput: Double?) {
        guard history.count >= Self.leastRuns else { return nil }
        let placed = PlacedNeeds(history.runs, logInput: logInput)
        let weights = history.experts.weights(of: placed.experts)
        self.init(placed, weights: zip(placed.experts, weights).filter { $0.1 >= Self.leastWeight })
    }

    /// One rule alone, from the needs that its placement gives in ascending order: a judge asks all rules about one run, and rules share them.
    init(_ placed: PlacedNeeds, _ ascending: [(need: Double, run: Int)], expert: NeedExpert) {
        let shares = placed.weights(expert)
        let tail = Self.tail(shares)
        logNeeds.reserveCapacity(ascending.count + Self.beyond.count)
        cumulative.reserveCapacity(ascending.count + Self.beyond.count)
        var sum = 0.0
        for (need, run) in ascending where shares[run] * Double(placed.count) > Self.leastShare {
            sum += (1 - tail) * shares[run]
            logNeeds.append(need + Self.margin)
            cumulative.append(sum)
        }
        let largest = logNeeds.last ?? 0
        for step in Self.beyond {
            sum += tail * step.share
            logNeeds.append(largest + step.distance)
            cumulative.append(sum)
        }
        // What runs of no account would have added.
        for place in cumulative.indices { cumulative[place] /= sum }
        cumulative[cumulative.count - 1] = 1
    }

    /// The chance that the next need lies beyond all that a rule which weighs runs so has seen.
    private static func tail(_ shares: [Double]) -> Double {
        let square = shares.reduce(0) { $0 + $1 * $1 }
        return surprise * square / (1 + square)
    }

    private init(_ placed: PlacedNeeds, weights: [(NeedExpert, Double)]) {
        let n = placed.count
        var points: [(need: Double, mass: Double)] = []
        var total = 0.0
        for placement in NeedExpert.Placement.allCases {
            let experts = weights.filter { $0.0.placement == placement }
            guard !experts.isEmpty else { continue }
            let needs = placed.needs(placement)
            var masses = [Double](repeating: 0, count: n)
            for (expert, weight) in experts {
                let shares = placed.weights(expert)
                var largest = -Double.infinity
                for row in 0..<n where shares[row] * Double(n) > Self.leastShare { largest = max(largest, needs[row]) }
                let tail = Self.tail(shares)
                for row in 0..<n { masses[row] += weight * (1 - tail) * shares[row] }
                for step in Self.beyond { points.append((largest + Self.margin + step.distance, weight * tail * step.share)) }
                total += weight
            }
            for row in 0..<n where masses[row] > 1e-6 { points.append((needs[row] + Self.margin, masses[row])) }
        }
        points.sort { ($0.need, $0.mass) < ($1.need, $1.mass) }
        logNeeds.reserveCapacity(points.count)
        cumulative.reserveCapacity(points.count)
        var sum = 0.0
        for (place, point) in points.enumerated() {
            sum += point.mass
            // Points that are one to the allocator are one here.
            if place + 1 < points.count, points[place + 1].need - point.need < 1e-6 { continue }
            logNeeds.append(point.need)
            cumulative.append(min(sum / total, 1))
        }
        cumulative[cumulative.count - 1] = 1
    }

    /// The points that matter: the chance rises by at least `share` from one to the next, or is in the tail.
    package func thinned(share: Double) -> [Double] {
        var kept: [Double] = []
        var last = -1.0
        for (need, chance) in zip(logNeeds, cumulative) where chance - last >= min(share, 0.2 * (1 - last)) {
            kept.append(need)
            last = chance
        }
        return kept
    }

    /// The limits that would be tried in turn: the ladder of least expected wastage, with a charge for every failure.
    ///
    /// - Parameter charge: Bytes that a failure costs as if wasted for a whole run.
    func ladder(charge: Double) -> [Double] {
        var needs = [Double]()
        var masses = [Double]()
        var last = 0.0
        var share = 0.03
        while needs.count > Self.judgedLimits || needs.isEmpty {
            needs.removeAll(keepingCapacity: true)
            masses.removeAll(keepingCapacity: true)
            last = 0
            for (need, chance) in zip(logNeeds, cumulative) where chance - last >= share * (1 - last) {
                needs.append(need)
                masses.append(chance - last)
                last = chance
            }
            share *= 1.5
        }
        let base = needs[0]
        let sizes = needs.map { ($0 - base).exponential }
        let charge = charge * (-base).exponential
        let n = needs.count
        // From the top: cost[i] is that of all needs from place i on, given that everything below has failed.
        var cost = [Double](repeating: 0, count: n + 1)
        var next = [Int](repeating: 0, count: n)
        var above = [Double](repeating: 0, count: n + 1)
        var aboveSize = [Double](repeating: 0, count: n + 1)
        for place in (0..<n).reversed() {
            above[place] = above[place + 1] + masses[place]
            aboveSize[place] = aboveSize[place + 1] + masses[place] * sizes[place]
            var best = Double.infinity
            for limit in place..<n {
                let used = aboveSize[place] - aboveSize[limit + 1]
                let value = sizes[limit] * above[place] - used + above[limit + 1] * charge + cost[limit + 1]
                if value < best {
                    best = value
                    next[place] = limit
                }
            }
            cost[place] = best
        }
        var limits: [Double] = []
        var place = 0
        while place < n {
            limits.append(needs[next[place]])
            place = next[place] + 1
        }
        return limits
    }
}
