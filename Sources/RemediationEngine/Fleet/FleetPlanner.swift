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
                    memory: Double(rung.resources.containerBytes),
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
            choices: request.jobs.indices.map { index in
                let choice = allocation.choices[index]
                return FleetPlan.Choice(
                    id: request.jobs[index].id,
                    job: request.jobs[index].job,
                    run: choice.map { candidates(of: answers[index])[$0] },
                    reason: choice == nil ? Self.reason(for: answers[index], options: options[index], in: request) : nil
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

    /// Why a job waits: it has nothing to run with, is not worth its cost, does not fit alone, or gives way to others.
    private static func reason(for answer: Advice, options: [FleetOption], in request: FleetPlanRequest) -> String {
        guard answer.action == .retry else { return answer.reason }
        let worth = options.filter { $0.value > 0 }
        guard !worth.isEmpty else {
            let cheapest = options.map(\.cost).min() ?? 0
            return "costs at least \(MemoryText.number(cheapest)) USD, more than its success is worth at its odds"
        }
        let total = request.capacity
        let fits = worth.contains {
            $0.memory <= total.memoryBytes ?? .infinity && $0.cores <= total.cpus ?? .infinity && $0.cost <= total.costUSD ?? .infinity
        }
        guard !fits, let least = worth.min(by: { $0.memory < $1.memory }) else {
            return "worth less than what the others do with its share"
        }
        let need = "\(MemoryText.bytes(least.memory)), \(MemoryText.number(least.cores)) cores and \(MemoryText.number(least.cost)) USD"
        return "does not fit the totals even alone: it needs at least \(need)"
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
