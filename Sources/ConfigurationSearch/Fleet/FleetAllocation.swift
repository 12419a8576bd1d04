/// One configuration for each of many pending jobs under shared totals of memory, cores and money, with a proven bound on what it misses.
///
/// A multiple-choice knapsack solved by Lagrangian prices and repair: each job takes at most one of its options, the totals never
/// exceed the capacity, and no allocation whatever is worth more than `upperBound`.
public struct FleetAllocation: Sendable, Hashable {
    /// The chosen option of each job as a position in its list, or nil for a job that has to wait.
    public let choices: [Int?]
    /// The value of the choices, USD.
    public let value: Double
    /// What the choices hold.
    public let used: FleetCapacity
    /// The value no allocation can exceed, USD.
    public let upperBound: Double
    /// What one more byte, core or dollar of budget would be worth, USD; 0 for what does not run out.
    public let prices: FleetCapacity

    /// The proven distance to the best allocation, USD.
    public var gap: Double { max(0, upperBound - value) }
    /// The gap as a share of the bound, 0 to 1.
    public var relativeGap: Double { upperBound > 0 ? gap / upperBound : 0 }

    /// Allocates `capacity` among `jobs`.
    ///
    /// - Throws: `SearchError` with code `invalidInput`, naming the job and option, or the capacity.
    public init(
        jobs: [[FleetOption]],
        capacity: FleetCapacity,
        options: FleetOptions = FleetOptions()
    ) throws(SearchError) {
        let limits = SIMD4(Double.infinity, capacity.memory, capacity.cores, capacity.cost)
        guard (0..<4).allSatisfy({ limits[$0] >= 0 }) else {
            throw SearchError(.invalidInput, "the capacity of a fleet must be at least 0 in memory, cores and money")
        }
        for (job, list) in jobs.enumerated() {
            if let bad = list.firstIndex(where: { !$0.isValid }) {
                throw SearchError(
                    .invalidInput,
                    "job \(job), option \(bad): value must be finite, memory, cores and cost finite and at least 0"
                )
            }
        }
        let table = FleetTable(jobs, capacity: limits)
        let greedy = table.greedy
        let scarce = (1..<4).filter { greedy.totals[$0] > limits[$0] }
        var dual = FleetDual(table: table, capacity: limits, scarce: scarce)
        var best = FleetRepair(table: table, capacity: limits)
        if scarce.isEmpty {
            best.build(prices: .zero, ceiling: .zero)
        } else {
            let worth = greedy.totals[0]
            let ceiling = dual.unitPrices(scarce.map { _ in worth })
            var (center, radius) = Self.guess(table, limits, scarce, worth)
            var allowed = options.maximumEvaluations
            // Two rounds: close to the sampled prices, and wherever they were wrong, from the whole range.
            for _ in 0..<2 where allowed > 0 {
                let before = dual.evaluations
                let found = dual.minimise(from: center, radius: radius, tolerance: options.targetGap / 4, limit: allowed)
                allowed -= dual.evaluations - before
                var repair = FleetRepair(table: table, capacity: limits)
                repair.build(prices: dual.unitPrices(dual.bestPrices), ceiling: ceiling)
                if repair.totals[0] > best.totals[0] { best = repair }
                if found || dual.bestBound - best.totals[0] <= options.targetGap * dual.bestBound { break }
                (center, radius) = Self.everywhere(scarce.count, worth)
            }
        }
        let unit = dual.unitPrices(dual.bestPrices)
        choices = best.choices.map { $0 < 0 ? nil : Int(table.positions[Int($0)]) }
        value = best.totals[0]
        used = FleetCapacity(memory: best.totals[1], cores: best.totals[2], cost: best.totals[3])
        // The bound is a sum over all jobs; one part in 10^12 covers its rounding.
        upperBound = max(value, dual.bestBound * (1 + 1e-12))
        prices = FleetCapacity(memory: unit[1], cores: unit[2], cost: unit[3])
    }

    /// The ball around every price that could be optimal: none exceeds the worth of the whole fleet.
    private static func everywhere(_ count: Int, _ worth: Double) -> (center: [Double], radius: Double) {
        ([Double](repeating: worth / 2, count: count), worth / 2 * Double(count).squareRoot())
    }

    /// A first guess of the prices from a sample of the jobs, with the radius in which the true ones should lie.
    private static func guess(
        _ table: FleetTable,
        _ limits: SIMD4<Double>,
        _ scarce: [Int],
        _ worth: Double
    ) -> (center: [Double], radius: Double) {
        let whole = everywhere(scarce.count, worth)
        let step = table.jobs / 3000
        guard step > 1 else { return whole }
        let sample = table.sample(stride: step)
        let share = Double(sample.jobs) / Double(table.jobs)
        var dual = FleetDual(table: sample, capacity: limits * SIMD4(1, share, share, share), scarce: scarce)
        let start = everywhere(scarce.count, worth * share)
        dual.minimise(from: start.center, radius: start.radius, tolerance: 1e-5, limit: 300)
        // 3,000 jobs leave a few per cent of sampling error.
        return (dual.bestPrices.map { $0 / share }, 0.05 * whole.radius)
    }
}
