/// What each rule would have cost on a job's runs, had it been asked before each of them.
package struct ExpertScores: Codable, Hashable, Sendable {
    /// The first runs are all judged; then one in four.
    private static let judgedAll = 40
    /// Runs' worth of belief that all rules cost the same.
    private static let belief = 3.0
    /// How steeply a rule's weight falls with its excess cost.
    private static let steepness = 3.0
    /// What a failed attempt costs beside what it wastes, in byte-seconds: a ninth of a GB-hour.
    private static let failureCharge = 4e11

    /// Wastage and charges by rule, in byte-seconds, where the input was told and where it was not.
    private var costs = [Double](repeating: 0, count: NeedExpert.allCases.count)
    /// Runs judged by rule.
    private var judged = [Double](repeating: 0, count: NeedExpert.allCases.count)
    /// Runs seen.
    private var seen = 0

    /// Nothing judged yet.
    package init() {}

    /// Judges every rule on `run` by what `earlier` would have told before it.
    mutating func judge(_ run: RunRecord, after earlier: [RunRecord], meanSeconds: Double?) {
        seen += 1
        guard earlier.count >= NeedMixture.leastRuns, seen <= Self.judgedAll || seen % 4 == 0 else { return }
        let placed = PlacedNeeds(earlier, logInput: run.logInput)
        let typical = max(meanSeconds ?? run.seconds ?? 1, 0.1)
        let seconds = max(run.seconds ?? typical, 0.1)
        for placement in NeedExpert.Placement.allCases {
            let experts = placed.experts.filter { $0.placement == placement }
            guard !experts.isEmpty else { continue }
            let ascending = placed.ascending(placement)
            for expert in experts {
                let ladder = NeedMixture(placed, ascending, expert: expert).ladder(charge: Self.failureCharge / typical)
                costs[expert.rawValue] += Self.wastage(of: ladder, need: run.logNeed) * seconds
                costs[expert.rawValue] += Self.failureCharge * Double(Self.failures(of: ladder, need: run.logNeed))
                judged[expert.rawValue] += 1
            }
        }
    }

    /// The weights of rules that are heard together; they sum to 1.
    ///
    /// A rule's weight falls exponentially with its mean cost over the best one's, the more steeply the more runs have been judged.
    func weights(of experts: [NeedExpert]) -> [Double] {
        let runs = experts.map { judged[$0.rawValue] }.min() ?? 0
        guard runs > 0 else { return experts.map { _ in 1 / Double(experts.count) } }
        let means = experts.map { costs[$0.rawValue] / judged[$0.rawValue] }
        let middle = means.reduce(0, +) / Double(means.count)
        let leaning = means.map { ($0 * runs + middle * Self.belief) / (runs + Self.belief) }
        let best = max(leaning.min() ?? 1, 1e-300)
        let raw = leaning.map { (-Self.steepness * runs.squareRoot() * ($0 / best - 1)).exponential }
        let total = raw.reduce(0, +)
        return raw.map { $0 / total }
    }

    private static func failures(of ladder: [Double], need: Double) -> Int { ladder.count { $0 < need } }

    /// Bytes wasted by trying the limits of a ladder in turn, and doubling beyond its last.
    private static func wastage(of ladder: [Double], need: Double) -> Double {
        var sum = 0.0
        var limit = 0.0
        for step in 0..<(ladder.count + 64) {
            limit = step < ladder.count ? ladder[step] : limit + 0.6931471805599453
            if limit >= need { return sum + limit.exponential - need.exponential }
            sum += limit.exponential
        }
        return sum
    }
}
