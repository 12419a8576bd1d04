/// Where a job's next need is expected by several estimators, each with the spread of its leave-one-out residuals; all on the log scale.
///
/// The estimators are the mean, a straight line on log input, a straight line on raw input, and the nearest inputs. They are joined with
/// weights that fall steeply with their leave-one-out error, so that a job without a use for its input size keeps its mean.
package struct HistoryFit: Sendable {
    /// One estimator: its expectation for this input, and the spread of its residuals.
    package struct Estimate: Sendable, Hashable {
        package var location: Double
        package var spread: Double
        package var largestResidual: Double
    }

    /// The smallest spread that is believed: peaks are measured in pages and rounded by schedulers.
    static let spreadFloor = 2e-4
    /// The neighbours that an estimate by input looks at.
    static let neighbours = 5
    static let wideNeighbours = 9
    static let trustNeighbours = 14

    package var count = 0
    package var mean = Estimate(location: 0, spread: 0, largestResidual: 0)
    package var median = 0.0
    /// The needs, ascending.
    package var sortedNeeds: [Double] = []
    package var largest = 0.0
    package var smallest = 0.0
    package var last = 0.0
    package var logLine = Estimate(location: 0, spread: 0, largestResidual: 0)
    package var rawLine = Estimate(location: 0, spread: 0, largestResidual: 0)
    package var nearest = Estimate(location: 0, spread: 0, largestResidual: 0)
    package var joined = Estimate(location: 0, spread: 0, largestResidual: 0)
    /// Residuals of the joined estimator in spreads about their own input, ascending.
    package var standardized: [Double] = []
    /// Mean excess of surprises, in spreads, and of needs over their 70th percentile.
    package var upperSpread = 0.0
    package var upperNeedSpread = 0.0
    /// Whether the input explains most of what the peaks differ by.
    package var inputExplains = false
    /// 1.4826 times the median absolute residual.
    package var robustSpread = 0.0
    /// Largest need among the 5, 9 and 3 nearest inputs.
    package var largestNear = 0.0
    package var largestWide = 0.0
    package var largestClose = 0.0
    /// Spread and largest residual of the joined estimator about the nearest inputs, and the spread of needs there.
    package var localSpread = 0.0
    package var localResiduals: [Double] = []
    package var localLargestResidual = 0.0
    package var localNeedSpread = 0.0
    /// Correlation of log need with log input.
    package var correlation = 0.0
    /// How far the input lies beyond those seen: above the largest, or below the smallest (negative).
    package var beyond = 0.0
    /// Whether the input size was of use.
    package var usesInput = false

    /// Fits the history of a job for an input of this size; nil of a job without a past.
    package init?(_ history: JobHistory, logInput: Double?) {
        let n = history.runs.count
        guard n > 0 else { return nil }
        count = n
        let y = history.runs.map(\.logNeed)
        let sorted = history.sortedNeeds
        median = sorted[n / 2]
        sortedNeeds = sorted
        largest = sorted[n - 1]
        smallest = sorted[0]
        last = y[n - 1]
        let inputs = logInput == nil ? [] : history.runs.compactMap(\.logInput)
        var fits = EstimatorFits(needs: y)
        fits.addMean()
        if let logInput, n >= 4, inputs.count == n { fits.addInputEstimators(inputs, at: logInput) }
        adopt(fits, needs: y, sorted: sorted)
    }

    private mutating func adopt(_ fits: EstimatorFits, needs: [Double], sorted: [Double]) {
        let n = needs.count
        var estimates = fits.locations.indices.map { index in
            Estimate(
                location: fits.locations[index],
                spread: Self.spread(fits.residuals[index]),
                largestResidual: fits.residuals[index].max() ?? 0
            )
        }
        // One run says nothing of the spread: a third of the need, until there are two.
        if n == 1 { estimates[0].spread = 0.3 }
        // An estimator is trusted for how it did near this input: a curve that flattens is no line, yet a line elsewhere.
        let errors = estimates.indices.map { index in
            Self.blend(near: fits.order.prefix(Self.trustNeighbours).map { fits.residuals[index][$0] }, everywhere: estimates[index].spread)
        }
        for index in estimates.indices.dropFirst() { estimates[index].spread = errors[index] }
        let best = errors.min() ?? Self.spreadFloor
        var weights = errors.map { error in
            let r = best / error
            let r2 = r * r
            return r2 * r2 * r2 * r2
        }
        let total = weights.reduce(0, +)
        for index in weights.indices { weights[index] /= total }
        var joinedResiduals = [Double](repeating: 0, count: n)
        var location = 0.0
        for (index, weight) in weights.enumerated() {
            location += weight * estimates[index].location
            for row in 0..<n { joinedResiduals[row] += weight * fits.residuals[index][row] }
        }
        mean = estimates[0]
        joined = Estimate(
            location: location,
            spread: n == 1 ? 0.3 : Self.spread(joinedResiduals),
            largestResidual: joinedResiduals.max() ?? 0
        )
        if estimates.count == 4 {
            usesInput = true
            logLine = estimates[1]
            rawLine = estimates[2]
            nearest = estimates[3]
        } else {
            logLine = mean
            rawLine = mean
            nearest = mean
        }
        correlation = fits.correlation
        beyond = fits.beyond
        adoptNeighbours(fits.order, needs: needs, residuals: joinedResiduals)
        var magnitudes = joinedResiduals.map { abs($0) }
        magnitudes.sort()
        robustSpread = 1.4826 * magnitudes[n / 2] + Self.spreadFloor
        adoptStandardized(fits.byInput, residuals: joinedResiduals)
        inputExplains = usesInput && localSpread < 0.5 * mean.spread
        upperSpread = Self.upperSpread(standardized) + Self.spreadFloor / localSpread
        upperNeedSpread = Self.upperSpread(sorted) + Self.spreadFloor
    }

    /// The mean excess over the 70th percentile: the scale of the upper tail alone, which a tail of small needs does not widen.
    static func upperSpread(_ ascending: [Double]) -> Double {
        let n = ascending.count
        let start = UpperTail.start(n)
        guard n > 1 else { return 0.3 }
        var excess = 0.0
        for value in ascending[(start + 1)...] { excess += value - ascending[start] }
        return excess / Double(n - 1 - start)
    }

    /// Divides every residual by the spread about its own input without itself: surprises that compare across a range where some inputs
    /// scatter more than others.
    private mutating func adoptStandardized(_ byInput: [Int], residuals: [Double]) {
        let n = residuals.count
        guard !byInput.isEmpty else {
            standardized = residuals.map { $0 / joined.spread }
            standardized.sort()
            return
        }
        let half = Self.trustNeighbours / 2
        var squares = [0.0]
        squares.reserveCapacity(n + 1)
        for row in byInput { squares.append(squares[squares.count - 1] + residuals[row] * residuals[row]) }
        let floor = Self.spreadFloor * Self.spreadFloor
        let everywhere = joined.spread.naturalLog
        for place in 0..<n {
            let low = max(0, min(place - half, n - 1 - 2 * half))
            let high = min(n - 1, max(place + half, 2 * half))
            let own = residuals[byInput[place]]
            let k = Double(high - low)
            let square = max(squares[high + 1] - squares[low] - own * own, 0)
            let near = (square / max(k, 1) + floor).squareRoot().naturalLog
            standardized.append(own / ((k * near + 3 * everywhere) / (k + 3)).exponential)
        }
        standardized.sort()
    }

    /// Looks at the runs of nearest input; without inputs every run is as near.
    private mutating func adoptNeighbours(_ order: [Int], needs: [Double], residuals: [Double]) {
        largestNear = largest
        largestWide = largest
        largestClose = largest
        localSpread = joined.spread
        localLargestResidual = joined.largestResidual
        localResiduals = []
        localNeedSpread = mean.spread
        guard !order.isEmpty else { return }
        func top(_ k: Int) -> Double { order.prefix(k).reduce(-.infinity) { max($0, needs[$1]) } }
        largestClose = top(3)
        largestNear = top(Self.neighbours)
        largestWide = top(Self.wideNeighbours)
        let near = order.prefix(Self.trustNeighbours)
        localResiduals = near.map { residuals[$0] }
        localSpread = Self.blend(near: localResiduals, everywhere: joined.spread)
        localResiduals.sort()
        localLargestResidual = localResiduals[localResiduals.count - 1]
        let wide = order.prefix(Self.wideNeighbours).map { needs[$0] }
        let centre = wide.reduce(0, +) / Double(wide.count)
        localNeedSpread = Self.blend(near: wide.map { $0 - centre }, everywhere: mean.spread)
    }

    /// The spread near an input, leaning on the spread everywhere as three runs' worth; on the log scale, so that neither drowns the other.
    static func blend(near residuals: [Double], everywhere: Double) -> Double {
        guard !residuals.isEmpty else { return everywhere }
        let k = Double(residuals.count)
        return ((k * spread(residuals).naturalLog + 3 * everywhere.naturalLog) / (k + 3)).exponential
    }

    static func spread(_ residuals: [Double]) -> Double {
        var square = 0.0
        for residual in residuals { square += residual * residual }
        return (square / Double(max(residuals.count, 1)) + spreadFloor * spreadFloor).squareRoot()
    }
}
