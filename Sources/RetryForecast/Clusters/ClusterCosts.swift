/// What one job spent on each cluster, as the logarithm of its cost over the job's own geometric mean.
///
/// Jobs of a minute and of a day are then alike, and a job of which only the dear clusters are known looks no dearer than others.
struct ClusterCosts: Sendable {
    /// The job's name.
    let job: String
    /// The values of the labels asked for, widest group first; nil where the job does not bear one.
    let groups: [String?]
    /// The mean size of the input in bytes, where it was known.
    let inputBytes: Double?
    /// Log relative cost by machine type, fewest nodes first.
    private(set) var points: [String: [(nodes: Double, logCost: Double)]] = [:]
    /// The clusters on which the job ran.
    let clusters: [Cluster]

    /// The costs of `runs`, all of one job and one size of input; nil of fewer than two clusters: they cannot be compared.
    ///
    /// A failed run is charged what it cost and what the job's runs that succeeded cost on average: it has to be made again.
    init?(_ runs: [ClusterRun], labels: [String]) {
        guard let first = runs.first else { return nil }
        let good = runs.filter(\.succeeded)
        let paid = good.isEmpty ? runs : good
        let again = paid.reduce(0) { $0 + $1.costUSD } / Double(paid.count)
        var sums: [Cluster: (cost: Double, runs: Double)] = [:]
        for run in runs {
            sums[run.cluster, default: (0, 0)].cost += run.costUSD + (run.succeeded ? 0 : again)
            sums[run.cluster, default: (0, 0)].runs += 1
        }
        guard sums.count > 1 else { return nil }
        job = first.job
        groups = labels.map { first.labels[$0] }
        let sizes = runs.compactMap(\.inputBytes)
        inputBytes = sizes.isEmpty ? nil : sizes.reduce(0, +) / Double(sizes.count)
        clusters = sums.keys.sorted()
        let logs = clusters.map { cluster in sums[cluster].map { ($0.cost / $0.runs).naturalLog } ?? 0 }
        let mean = logs.reduce(0, +) / Double(logs.count)
        for (cluster, log) in zip(clusters, logs) {
            points[cluster.machine, default: []].append((Double(cluster.nodes), log - mean))
        }
    }

    /// The log relative cost at a number of nodes between those tried, linear in its logarithm; nil beyond them.
    func logCost(machine: String, nodes: Double) -> Double? {
        // 1 % of grace: sizes of input are seldom exactly twice each other.
        guard let tried = points[machine], let first = tried.first, let last = tried.last,
            (first.nodes * 0.99...last.nodes * 1.01).contains(nodes)
        else { return nil }
        guard let high = tried.firstIndex(where: { nodes <= $0.nodes }) else { return last.logCost }
        guard high > 0 else { return first.logCost }
        let (low, above) = (tried[high - 1], tried[high])
        let share = (nodes / low.nodes).naturalLog / (above.nodes / low.nodes).naturalLog
        return (1 - share) * low.logCost + share * above.logCost
    }
}
