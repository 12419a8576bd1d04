/// The clusters for a job in the order of their expected cost, from what other jobs spent on them.
///
/// The nearest relatives that have run on a cluster say what it costs (the geometric mean of their relative costs), and wider groups are asked
/// only where those are silent: all jobs, the jobs that share the first label, those that share the second too, and so on to the job itself.
/// No weight has to be chosen. Jobs that do the same work are compared at as many nodes for each byte of input, since twice the data on twice the
/// nodes is the same task for a node; sizes of input tell nothing across different work.
package struct ClusterRanking: Sendable {
    /// Every cluster that a job of the history ran on, the least expected cost first.
    package let choices: [ClusterChoice]
    /// The share of all runs that succeeded: the chance of success of each cluster, which other jobs' failures do not tell apart.
    package let successShare: Double
    /// Runs that were looked at.
    package let runs: Int
    /// Jobs, by size of input, that ran on at least two clusters.
    package let jobs: Int

    /// The ranking of the clusters for `question`; nil if no job ran on two clusters, for then nothing can be compared.
    package init?(_ runs: [ClusterRun], question: ClusterQuestion) {
        let names = question.labels.map(\.name)
        let known = Self.costs(runs, labels: names)
        guard !known.isEmpty else { return nil }
        let depths = known.map { Self.depth($0, question) }
        let widths = Dictionary(grouping: known.indices, by: { depths[$0] })
        let levels = widths.keys.sorted(by: >)
        var expected: [(cluster: Cluster, logCost: Double, depth: Int, jobs: Int)] = []
        for cluster in Set(known.flatMap(\.clusters)).sorted() {
            for level in levels {
                let sameWork = level > 0 && level >= names.count
                let told = known.indices.filter { depths[$0] >= level }.compactMap { index in
                    let scale = sameWork ? Self.scale(from: question.inputBytes, to: known[index].inputBytes) : 1
                    return known[index].logCost(machine: cluster.machine, nodes: Double(cluster.nodes) * scale)
                }
                guard !told.isEmpty else { continue }
                expected.append((cluster, told.reduce(0, +) / Double(told.count), level, told.count))
                break
            }
        }
        expected.sort { ($0.logCost, $0.cluster) < ($1.logCost, $1.cluster) }
        let least = expected.first?.logCost ?? 0
        choices = expected.map {
            ClusterChoice(cluster: $0.cluster, relativeCost: ($0.logCost - least).exponential, depth: $0.depth, jobs: $0.jobs)
        }
        self.runs = runs.count
        jobs = known.count
        successShare = Double(runs.count { $0.succeeded }) / Double(runs.count)
    }

    /// The costs of each job at each size of its input, in the order of the names.
    private static func costs(_ runs: [ClusterRun], labels: [String]) -> [ClusterCosts] {
        struct Key: Hashable {
            var job: String
            var doublings: Double?
            var groups: [String?]
        }
        var order: [Key] = []
        var byKey: [Key: [ClusterRun]] = [:]
        for run in runs {
            // Inputs that round to the same power of two are one size: a job whose input grows a little from day to day is one job.
            let doublings = run.inputBytes.map { ($0.naturalLog / 2.0.naturalLog).rounded() }
            let key = Key(job: run.job, doublings: doublings, groups: labels.map { run.labels[$0] })
            if byKey[key] == nil { order.append(key) }
            byKey[key, default: []].append(run)
        }
        return order.compactMap { key in byKey[key].flatMap { ClusterCosts($0, labels: labels) } }.sorted {
            ($0.job, $0.inputBytes ?? 0) < ($1.job, $1.inputBytes ?? 0)
        }
    }

    /// How many labels a job shares with the one asked for, from the first on; one more than all if it is the job itself.
    private static func depth(_ costs: ClusterCosts, _ question: ClusterQuestion) -> Int {
        if costs.job == question.job { return question.labels.count + 1 }
        return zip(costs.groups, question.labels).prefix { $0 == $1.value }.count
    }

    /// What the nodes of a job with one size of input are multiplied by to compare them with those of another; 1 where either is unknown.
    private static func scale(from asked: Double?, to seen: Double?) -> Double {
        guard let asked, let seen, asked > 0 else { return 1 }
        return seen / asked
    }
}
