/// Estimators of a need from a history, with their leave-one-out residuals.
struct EstimatorFits {
    let needs: [Double]
    private(set) var locations: [Double] = []
    private(set) var residuals: [[Double]] = []
    /// Runs by distance of their input; empty where inputs are unknown or all alike.
    private(set) var order: [Int] = []
    /// Runs by input; empty where inputs are unknown or all alike.
    private(set) var byInput: [Int] = []
    private(set) var correlation = 0.0
    private(set) var beyond = 0.0
    private let mean: Double

    init(needs: [Double]) {
        self.needs = needs
        mean = needs.reduce(0, +) / Double(needs.count)
    }

    /// The mean; a residual without its own run is n / (n - 1) of the plain one.
    mutating func addMean() {
        let n = Double(needs.count)
        let factor = n > 1 ? n / (n - 1) : 1
        locations.append(mean)
        residuals.append(needs.map { ($0 - mean) * factor })
    }

    /// The two lines and the nearest inputs, unless all inputs are alike.
    mutating func addInputEstimators(_ inputs: [Double], at input: Double) {
        let n = inputs.count
        let count = Double(n)
        let centre = inputs.reduce(0, +) / count
        var sxx = 0.0
        var sxy = 0.0
        var syy = 0.0
        var low = Double.infinity
        var high = -Double.infinity
        for row in 0..<n {
            let dx = inputs[row] - centre
            let dy = needs[row] - mean
            sxx += dx * dx
            sxy += dx * dy
            syy += dy * dy
            low = min(low, inputs[row])
            high = max(high, inputs[row])
        }
        beyond = max(0, input - high) - max(0, low - input)
        guard sxx > 1e-8 * count else { return }
        correlation = sxy / (sxx * syy + 1e-30).squareRoot()
        addLogLine(inputs, at: input, centre: centre, sxx: sxx, sxy: sxy)
        addRawLine(inputs, at: input, high: high)
        addNearest(inputs, at: input)
    }

    private mutating func addLogLine(_ inputs: [Double], at input: Double, centre: Double, sxx: Double, sxy: Double) {
        let n = inputs.count
        let slope = sxy / (sxx + 1e-9)
        locations.append(mean + slope * (input - centre))
        residuals.append(
            (0..<n).map { row in
                let dx = inputs[row] - centre
                let leverage = 1 / Double(n) + dx * dx / sxx
                return (needs[row] - mean - slope * dx) / max(1 - leverage, 0.05)
            }
        )
    }

    /// A straight line of need on input, both on their own scale, judged on the log scale like the others.
    private mutating func addRawLine(_ inputs: [Double], at input: Double, high: Double) {
        let n = inputs.count
        let count = Double(n)
        let x = inputs.map { ($0 - high).exponential }
        let y = needs.map { ($0 - mean).exponential }
        let at = (input - high).exponential
        let mx = x.reduce(0, +) / count
        let my = y.reduce(0, +) / count
        var sxx = 1e-12
        var sxy = 0.0
        for row in 0..<n {
            sxx += (x[row] - mx) * (x[row] - mx)
            sxy += (x[row] - mx) * (y[row] - my)
        }
        let slope = sxy / sxx
        let least = 0.05 * (y.min() ?? 1)
        locations.append(mean + max(my + slope * (at - mx), least).naturalLog)
        residuals.append(
            (0..<n).map { row in
                let dx = x[row] - mx
                let leverage = 1 / count + dx * dx / sxx
                let error = (y[row] - my - slope * dx) / max(1 - leverage, 0.05)
                return (y[row] / max(y[row] - error, least)).naturalLog
            }
        )
    }

    /// The mean of the nearest inputs, weighted by their distance.
    private mutating func addNearest(_ inputs: [Double], at input: Double) {
        let n = inputs.count
        let k = min(HistoryFit.neighbours, n - 1)
        func weight(_ distance: Double) -> Double { 1 / (distance + 1e-3) }
        // Ties go to the earlier run, so that the order is one and the same everywhere.
        let distances = inputs.map { abs($0 - input) }
        order = Array(0..<n)
        order.sort { (distances[$0], $0) < (distances[$1], $1) }
        var sum = 0.0
        var total = 0.0
        for row in order.prefix(k) {
            let w = weight(distances[row])
            sum += w * needs[row]
            total += w
        }
        locations.append(sum / total)

        byInput = Array(0..<n)
        byInput.sort { (inputs[$0], $0) < (inputs[$1], $1) }
        var left = [Double](repeating: 0, count: n)
        for place in 0..<n {
            let row = byInput[place]
            var below = place - 1
            var above = place + 1
            var sum = 0.0
            var total = 0.0
            for _ in 0..<k {
                let down = below >= 0 ? inputs[row] - inputs[byInput[below]] : .infinity
                let up = above < n ? inputs[byInput[above]] - inputs[row] : .infinity
                let w: Double
                if down < up {
                    w = weight(down)
                    sum += w * needs[byInput[below]]
                    below -= 1
                } else {
                    w = weight(up)
                    sum += w * needs[byInput[above]]
                    above += 1
                }
                total += w
            }
            left[row] = needs[row] - sum / total
        }
        residuals.append(left)
    }
}
