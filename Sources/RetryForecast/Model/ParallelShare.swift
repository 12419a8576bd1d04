/// What is believed of the share of a job's work that spreads over its cores before the job has shown it: learnt from other jobs.
package struct ParallelShare: Codable, Hashable, Sendable {
    /// The mean over jobs, from 0 (one core does everything) to 1 (twice the cores, half the time).
    package var mean: Double
    /// How many measured runs of a job weigh as much as this belief, above 0.
    package var priorRuns: Double
    /// The jobs behind it; 0 of a declared belief.
    package var jobs: Int

    /// A belief.
    package init(mean: Double, priorRuns: Double, jobs: Int) {
        self.mean = mean
        self.priorRuns = priorRuns
        self.jobs = jobs
    }

    /// What is declared where no training data tells: nothing is known, and one run outweighs it.
    package static let declared = ParallelShare(mean: 0.5, priorRuns: 0.5, jobs: 0)

    /// The belief after `shares`, one list of measured shares a job: means of a one-way random-effects model, by the method of moments
    /// (Searle, Casella and McCulloch, *Variance Components*, 1992); nil for fewer than ten jobs.
    package init?(jobs shares: [[Double]]) {
        let groups = shares.filter { !$0.isEmpty }
        guard groups.count >= 10 else { return nil }
        let means = groups.map { $0.reduce(0, +) / Double($0.count) }
        let mean = means.reduce(0, +) / Double(means.count)
        let total = Double(groups.reduce(0) { $0 + $1.count })
        let squares = zip(groups, means).reduce(0.0) { sum, group in
            sum + group.0.reduce(0) { $0 + ($1 - group.1) * ($1 - group.1) }
        }
        let within = squares / max(total - Double(groups.count), 1)
        let spread = means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(means.count - 1)
        let inverseSize = groups.reduce(0) { $0 + 1 / Double($1.count) } / Double(groups.count)
        let between = max(spread - within * inverseSize, 1e-4)
        self.init(mean: mean, priorRuns: min(max(within / between, 0.1), 20), jobs: groups.count)
    }
}
