package import Remediation
internal import RetryForecast
internal import Synchronization

/// What remediation saved, by a formula that is shown with the figure.
///
/// saved = the cost of doomed repeats that were not made - the cost of retries that failed again. A repeat is doomed where the answer was
/// to stop, or where a changed configuration succeeded: the same attempt again would have failed the same way, for the same money.
package struct Savings: Hashable, Sendable {
    /// Doomed repeats that were not made.
    package var avoided = 0
    /// What they would have cost, in USD.
    package var avoidedUSD = 0.0
    /// Retries that failed again and whose run time is known.
    package var lost = 0
    /// What they cost, in USD.
    package var lostUSD = 0.0

    /// The balance, in USD.
    package var balanceUSD: Double { avoidedUSD - lostUSD }

    /// The savings of `records`, which hold whole runs; `cost` says what an attempt cost, in USD.
    package init(_ records: [FailureRecord], cost: (Resources, Double) -> Double) {
        struct Run: Hashable {
            var job: String
            var run: String
        }
        let runs = Dictionary(grouping: records) { Run(job: $0.failure.job, run: $0.failure.runId) }
        for record in records {
            guard let recommendation = record.recommendation else { continue }
            let changed = recommendation.target.map { $0 != record.failure.resources } ?? false
            if recommendation.action == .stop || (recommendation.state == .succeeded && changed), let seconds = record.failure.runSeconds {
                avoided += 1
                avoidedUSD += cost(record.failure.resources, seconds)
            }
            if recommendation.state == .failedAgain {
                let later = runs[Run(job: record.failure.job, run: record.failure.runId), default: []]
                let next = later.filter { $0.failure.attempt > record.failure.attempt }.min { $0.failure.attempt < $1.failure.attempt }
                if let next, let seconds = next.failure.runSeconds {
                    lost += 1
                    lostUSD += cost(next.failure.resources, seconds)
                }
            }
        }
    }
}

extension RemediationService {
    /// What remediation saved on `records`, at the prices of the model in force.
    package func savings(on records: [FailureRecord]) -> Savings {
        let prices = live.withLock(\.advisor.prices)
        return Savings(records) { prices.cost($0, seconds: $1) }
    }
}
