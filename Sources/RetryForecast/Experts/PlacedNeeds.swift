/// Past needs of a job carried over to one input, by each placement that was asked for.
struct PlacedNeeds {
    /// Runs.
    let count: Int
    /// Runs by distance of their input, nearest first; empty where inputs are of no use.
    let byDistance: [Int]
    private let needs: [Double]
    private let inputs: [Double]
    private let input: Double

    /// Past runs, oldest first, for a question with or without an input size.
    init(_ runs: [RunRecord], logInput: Double?) {
        count = runs.count
        needs = runs.map(\.logNeed)
        let known = logInput == nil ? [] : runs.compactMap(\.logInput)
        if let logInput, known.count == runs.count, let low = known.min(), let high = known.max(), high - low > 1e-4 {
            inputs = known
            input = logInput
            let distances = known.map { abs($0 - logInput) }
            byDistance = known.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
        } else {
            inputs = []
            input = 0
            byDistance = []
        }
    }

    /// The rules that have something to say here.
    var experts: [NeedExpert] { byDistance.isEmpty ? NeedExpert.withoutInput : NeedExpert.allCases }

    /// The weight of each run under a rule; they sum to 1.
    func weights(_ expert: NeedExpert) -> [Double] {
        guard let reach = expert.reach else { return [Double](repeating: 1 / Double(count), count: count) }
        var weights = [Double](repeating: 0, count: count)
        let fall = (-1 / reach).exponential
        var weight = (1 - fall) / (1 - (-Double(count) / reach).exponential)
        for rank in 0..<count {
            weights[expert == .recent ? count - 1 - rank : byDistance[rank]] = weight
            weight *= fall
        }
        return weights
    }

    /// The needs as a placement puts them with the run of each, ascending.
    func ascending(_ placement: NeedExpert.Placement) -> [(need: Double, run: Int)] {
        var placed = needs(placement).enumerated().map { (need: $1, run: $0) }
        placed.sort { ($0.need, $0.run) < ($1.need, $1.run) }
        return placed
    }

    /// The needs as a placement puts them, by run.
    func needs(_ placement: NeedExpert.Placement) -> [Double] {
        switch placement {
        case .asTheyWere: return needs
        case .logLine: return aboutLine([Double](repeating: 1, count: count), slack: 1e-9)
        case .localLine:
            var weights = [Double](repeating: 0, count: count)
            let fall = (-0.05).exponential
            var weight = 1.0
            for row in byDistance {
                weights[row] = weight
                weight *= fall
            }
            // As if the inputs scattered by a thousandth more: runs of one size give no slope.
            return aboutLine(weights, slack: 1e-3 * weights.reduce(0, +))
        case .rawLine: return aboutRawLine()
        }
    }

    /// The line at this input plus each run's leave-one-out residual.
    private func aboutLine(_ weights: [Double], slack: Double) -> [Double] {
        var total = 0.0
        var x = 0.0
        var y = 0.0
        for row in 0..<count {
            total += weights[row]
            x += weights[row] * inputs[row]
            y += weights[row] * needs[row]
        }
        x /= total
        y /= total
        var sxx = slack
        var sxy = 0.0
        for row in 0..<count {
            let dx = inputs[row] - x
            sxx += weights[row] * dx * dx
            sxy += weights[row] * dx * (needs[row] - y)
        }
        let slope = sxy / sxx
        let location = y + slope * (input - x)
        return (0..<count).map { row in
            let dx = inputs[row] - x
            let leverage = weights[row] * (1 / total + dx * dx / sxx)
            return location + (needs[row] - y - slope * dx) / max(1 - leverage, 0.05)
        }
    }

    /// The same with need and input on their own scale; residuals stay ratios.
    private func aboutRawLine() -> [Double] {
        let high = inputs.max() ?? 0
        let middle = needs.reduce(0, +) / Double(count)
        let xs = inputs.map { ($0 - high).exponential }
        let ys = needs.map { ($0 - middle).exponential }
        let x = xs.reduce(0, +) / Double(count)
        let y = ys.reduce(0, +) / Double(count)
        var sxx = 1e-12
        var sxy = 0.0
        for row in 0..<count {
            sxx += (xs[row] - x) * (xs[row] - x)
            sxy += (xs[row] - x) * (ys[row] - y)
        }
        let slope = sxy / sxx
        let least = 0.05 * (ys.min() ?? 1)
        let location = middle + max(y + slope * ((input - high).exponential - x), least).naturalLog
        return (0..<count).map { row in
            let dx = xs[row] - x
            let leverage = 1 / Double(count) + dx * dx / sxx
            let error = (ys[row] - y - slope * dx) / max(1 - leverage, 0.05)
            return location + (ys[row] / max(ys[row] - error, least)).naturalLog
        }
    }
}
