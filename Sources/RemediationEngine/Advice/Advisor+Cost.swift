package import Remediation
package import RetryForecast

extension Advisor {
    /// What an attempt with `target` is expected to cost, in USD: by the job's run times or those of its relatives, and no less than the
    /// longest attempt of the run has taken. The time limit bounds it.
    package func expectedCost(of target: Resources, _ request: AdviceRequest, history: HistoryBook, at now: Timestamp) -> Double {
        let own = history.history(of: request.job)
        let groups = JobGroups(job: request.job, labels: request.labels, engine: request.engine)
        let forecast = RunTimeForecast(own: own, chain: SiblingChain(history.siblings(groups)))
        let longest = request.failed.compactMap(\.runSeconds).max() ?? 0
        let seconds = min(max(forecast.seconds, longest), target.timeLimitSeconds ?? .infinity)
        return priceList.book(machine: request.labels[PriceList.machineLabel], at: now).cost(target, seconds: seconds)
    }
}
