internal import ConfigurationSearch
package import Remediation

/// Chooses configurations for many pending retries under shared totals: each job's own Pareto front, then one allocation over all.
package struct FleetPlanner: Sendable {
    package init() {}

    /// The plan for `request`.
    ///
    /// A configuration is worth its probability of success times the value of one, less its expected cost.
    ///
    /// - Parameter advise: Forecast and search for one job.
    /// - Throws: `RemediationError.invalidInput` for totals that make no sense.
    package func plan(_ request: FleetPlanRequest, advise: (AdviceRequest) -> Advice) throws(RemediationError) -> FleetPlan {
        let answers = request.jobs.map(advise)
        let options = answers.map { answer in
            candidates(of: answer).map { rung in
                FleetOption(
                    value: rung.successProbability * request.valueUSD - rung.expectedCostUSD,
                    memory: Double(rung.resources.memoryBytes),
                    cores: rung.resources.cpus,
                    cost: rung.expectedCostUSD
                )
            }
        }
        let allocation: FleetAllocation
        do {
            allocation = try FleetAllocation(
                jobs: options,
                capacity: FleetCapacity(
                    memory: request.capacity.memoryBytes ?? .infinity,
                    cores: request.capacity.cpus ?? .infinity,
                    cost: request.capacity.costUSD ?? .infinity
                )
            )
        } catch {
            throw RemediationError(.invalidInput, "the fleet cannot be planned", field: "capacity", cause: error)
        }
        return FleetPlan(
            choices: zip(request.jobs, zip(answers, allocation.choices)).map { job, result in
                let (answer, choice) = result
                return FleetPlan.Choice(
                    id: job.id,
                    job: job.job,
                    run: choice.map { candidates(of: answer)[$0] },
                    reason: choice == nil
                        ? (answer.action == .stop ? answer.reason : "worth less than what the others do with its share") : nil
                )
            },
            running: allocation.choices.reduce(0) { $0 + ($1 == nil ? 0 : 1) },
            valueUSD: allocation.value,
            upperBoundUSD: allocation.upperBound,
            relativeGap: allocation.relativeGap,
            used: .init(memoryBytes: allocation.used.memory, cpus: allocation.used.cores, costUSD: allocation.used.cost),
            prices: .init(memoryBytes: allocation.prices.memory, cpus: allocation.prices.cores, costUSD: allocation.prices.cost)
        )
    }

    /// The configurations that a job may get: the members of its front with the cores that it has, or the ladder's first rung.
    ///
    /// A value a success says nothing of time: with other cores on offer, every job would be given the fewest.
    private func candidates(of advice: Advice) -> [Remediation.LadderRung] {
        guard advice.action == .retry, let first = advice.ladder.first else { return [] }
        let same = advice.front.filter { $0.resources.cpus == first.resources.cpus }
        return same.isEmpty ? [first] : same
    }
}
