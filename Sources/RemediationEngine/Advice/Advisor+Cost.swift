package import Remediation
package import RetryForecast

extension Advisor {
    /// What an attempt with `target` is expected to cost, in USD: by the job's run times or those of its relatives, and no less than the
    /// longest attempt of the run has taken. The time limit bounds it.
    package func expectedCost(of target: Resources, _ request: AdviceRequest, history: HistoryExcerpt, at now: Timestamp) -> Double {
        let forecast = RunTimeForecast(own: history.own, chain: SiblingChain(history.siblings))
        let longest = request.failed.compactMap(\.runSeconds).max() ?? 0
        let seconds = min(max(forecast.seconds, longest), target.timeLimitSeconds ?? .infinity)
        return priceList.book(machine: request.labels[PriceList.machineLabel], at: now).cost(target, seconds: seconds)
    }
}
