/// The Lagrangian dual of a fleet: the least upper bound that prices on the resources can prove.
///
/// `D(prices) = prices . capacity + sum over jobs of max(0, max over options of value - prices . use)` is convex, and at any prices at least the
/// best allocation's value. Its minimum over at most three prices is found by the ellipsoid method with deep cuts (Bland,
/// Goldfarb and Todd 1981), which needs nothing but values and subgradients. Prices are in USD for the whole capacity.
struct FleetDual {
    let table: FleetTable
    let capacity: SIMD4<Double>
    /// The lanes of the resources that can run out.
    let scarce: [Int]
    private(set) var bestBound: Double
    private(set) var bestPrices: [Double]
    private(set) var evaluations = 0

    init(table: FleetTable, capacity: SIMD4<Double>, scarce: [Int]) {
        self.table = table
        self.capacity = capacity
        self.scarce = scarce
        bestPrices = [Double](repeating: 0, count: scarce.count)
        bestBound = table.greedy.totals[0]
    }

    /// Prices a unit, from prices of the whole capacity.
    func unitPrices(_ prices: [Double]) -> SIMD4<Double> {
        var unit = SIMD4<Double>.zero
        for (price, lane) in zip(prices, scarce) { unit[lane] = price / capacity[lane] }
        return unit
    }

    /// The bound at `prices` and its subgradient.
    mutating func evaluate(_ prices: [Double]) -> (bound: Double, gradient: [Double]) {
        let relaxed = table.relax(prices: unitPrices(prices))
        evaluations += 1
        let bound = prices.reduce(relaxed.reducedValue, +)
        if bound < bestBound {
            bestBound = bound
            bestPrices = prices
        }
        return (bound, scarce.map { 1 - relaxed.totals[$0] / capacity[$0] })
    }

    /// Shrinks a ball around `center` onto the minimum until the bound is within `tolerance` of it, relative, or `limit` evaluations are spent.
    ///
    /// - Returns: Whether the minimum over the ball was found and lies well inside it, which makes it the minimum of all.
    @discardableResult
    mutating func minimise(from center: [Double], radius: Double, tolerance: Double, limit: Int) -> Bool {
        let n = scarce.count
        guard n > 0, radius > 0 else { return false }
        var x = center
        var shape = (0..<n).map { row in (0..<n).map { $0 == row ? radius * radius : 0 } }
        var least = -Double.infinity
        let end = evaluations + limit
        var steps = 0
        while evaluations < end, steps < 20 * limit, bestBound - least > tolerance * bestBound {
            steps += 1
            let gradient: [Double]
            let depth: Double
            var floor = -Double.infinity
            if let negative = x.indices.min(by: { x[$0] < x[$1] }), x[negative] < 0 {
                // Outside the prices that make sense: cut along the axis, without asking the jobs.
                gradient = x.indices.map { $0 == negative ? -1 : 0 }
                depth = -x[negative]
            } else {
                let (bound, slope) = evaluate(x)
                gradient = slope
                depth = bound - bestBound
                floor = bound
            }
            let image = shape.map { row in zip(row, gradient).reduce(0) { $0 + $1.0 * $1.1 } }
            let width = zip(image, gradient).reduce(0) { $0 + $1.0 * $1.1 }.squareRoot()
            guard width > 0, width.isFinite else { break }
            // A convex function lies above its tangent, which falls by at most `width` within the ellipsoid.
            least = max(least, floor - width)
            let alpha = min(depth / width, 0.999)
            cut(&x, &shape, along: image.map { $0 / width }, alpha: alpha)
        }
        let distance = zip(bestPrices, center).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        return bestBound - least <= tolerance * bestBound && distance < 0.8 * radius
    }

    /// One deep cut: keeps the part of the ellipsoid on the downhill side of a plane at `alpha` of its width from the centre.
    private func cut(_ x: inout [Double], _ shape: inout [[Double]], along direction: [Double], alpha: Double) {
        let n = Double(x.count)
        if x.count == 1 {
            // An interval: the downhill part of it.
            let half = shape[0][0].squareRoot()
            let sign: Double = direction[0] > 0 ? 1 : -1
            let (near, far) = (x[0] - sign * alpha * half, x[0] - sign * half)
            x[0] = (near + far) / 2
            let width = abs(near - far) / 2
            shape[0][0] = width * width
            return
        }
        let step = (1 + n * alpha) / (n + 1)
        let squeeze = 2 * (1 + n * alpha) / ((n + 1) * (1 + alpha))
        let grow = n * n / (n * n - 1) * (1 - alpha * alpha)
        for row in x.indices {
            x[row] -= step * direction[row]
            for column in x.indices {
                shape[row][column] = grow * (shape[row][column] - squeeze * direction[row] * direction[column])
            }
        }
    }
}
