package import Remediation

/// What one run of a job on a cluster cost.
package struct ClusterRun: Hashable, Sendable {
    /// The job's stable name.
    package var job: String
    /// Names by which jobs are related.
    package var labels: [String: String]
    /// The size of the input in bytes, where it was known.
    package var inputBytes: Double?
    /// Where it ran.
    package var cluster: Cluster
    /// Whether it succeeded.
    package var succeeded: Bool
    /// What it cost, in USD, more than 0.
    package var costUSD: Double

    /// A run.
    package init(job: String, labels: [String: String], inputBytes: Double?, cluster: Cluster, succeeded: Bool, costUSD: Double) {
        self.job = job
        self.labels = labels
        self.inputBytes = inputBytes
        self.cluster = cluster
        self.succeeded = succeeded
        self.costUSD = costUSD
    }

    /// The run of an attempt at the prices of `moment`; nil if it does not name its machine type, or if nothing was paid for its time.
    package init?(_ attempt: Attempt, prices: PriceList, at moment: Timestamp) {
        guard let machine = attempt.labels[PriceList.machineLabel], let seconds = attempt.runSeconds else { return nil }
        let cost = prices.book(machine: machine, at: moment).cost(attempt.requested, seconds: seconds)
        guard cost > 0 else { return nil }
        self.init(
            job: attempt.job,
            labels: attempt.labels,
            inputBytes: attempt.inputBytes.flatMap { $0 > 0 ? $0 : nil },
            cluster: Cluster(machine: machine, nodes: attempt.requested.workers ?? 1),
            succeeded: attempt.result == .succeeded,
            costUSD: cost
        )
    }
}
