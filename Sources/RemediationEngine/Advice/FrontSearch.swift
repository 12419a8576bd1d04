internal import ConfigurationSearch
internal import Remediation
internal import RetryForecast

/// Finds the exact Pareto front over memory and cores: the chance of failure, money and time of one attempt.
struct FrontSearch {
    let forecast: MemoryForecast
    let prices: PriceBook
    /// How a need of memory is met, and what every attempt has beside its memory and cores.
    let shape: WorkerShape
    /// The most cores that queue or node grant; nil where no limit is known, and then no more than now are proposed.
    let mostCores: Double?

    /// The most members that an answer carries; a front of more is sampled.
    static let mostMembers = 64

    /// The front's members by ascending cost: all of them, or `mostMembers` spread over the front that hold every one of `keeping`.
    ///
    /// - Parameter points: The lattice of memory with the chance of success at each point, ascending in memory.
    func front(_ points: [LadderSearch.Point], keeping: [Int64]) -> [Remediation.LadderRung] {
        guard let (space, objective) = problem(points) else { return [] }
        // Enumerated always: where fewer tasks get along with less memory, the rate falls, which bounds must not see.
        let front = ParetoFront(of: objective, over: space, objectives: .failureCostAndTime, enumeratingUpTo: .max)
        let kept = Set(keeping)
        let members = front.sample(most: Self.mostMembers) { candidate in
            candidate.values[1] == base.cpus && kept.contains(Int64(candidate.values[0]))
        }
        return members.map { candidate in
            var resources = shape.resources(meeting: Int64(candidate.values[0]))
            resources.cpus = candidate.values[1]
            return Remediation.LadderRung(
                resources: resources,
                successProbability: candidate.successProbability,
                expectedCostUSD: candidate.expectedCost,
                expectedSeconds: candidate.expectedSeconds
            )
        }
    }

    private var base: Resources { shape.base }

    /// The lattice and what is expected on it; nil where no memory is left.
    private func problem(_ points: [LadderSearch.Point]) -> (SearchSpace, AdditiveObjective)? {
        let cores = coreChoices
        let seconds = forecast.runTime.seconds
        let scaling = StepTable(pointwise: cores.map { forecast.scaling.time(at: $0, from: base.cpus).naturalLog })
        do {
            let space = try SearchSpace(axes: [
                SearchAxis(knob: Knob(name: "memory", values: points.map { Double($0.memory) }, unit: .bytes)),
                SearchAxis(knob: Knob(name: "cores", values: cores), current: base.cpus),
            ])
            let slowdown = StepTable(pointwise: points.map { shape.slowdown(meeting: $0.memory).naturalLog })
            let stillCores = StepTable(pointwise: cores.map { _ in 0 })
            let chances = points.map { $0.probability * (1 - forecast.model.irreducibleFailure) }
            return (
                space,
                AdditiveObjective(
                    success: try AdditiveScore(over: space, terms: [StepTable(pointwise: chances), stillCores]),
                    runSeconds: try AdditiveScore(
                        over: space,
                        constant: seconds.naturalLog,
                        terms: [slowdown, scaling],
                        link: .exponential
                    ),
                    failureSeconds: try AdditiveScore(
                        over: space,
                        constant: (seconds * forecast.runTime.failureShare).naturalLog,
                        terms: [slowdown, scaling],
                        link: .exponential
                    ),
                    rate: { [shape, prices] values in
                        let container = shape.container(meeting: Int64(values[0]))
                        return prices.hourly(shape.base, containerBytes: container, cpus: values[1]) / 3_600
                    }
                )
            )
        } catch {
            return nil
        }
    }

    /// The cores worth a look: powers of two up to the limit, the limit itself, and what the job has.
    private var coreChoices: [Double] {
        let most = mostCores ?? base.cpus
        var choices: Set<Double> = [base.cpus, most]
        var power = 1.0
        while power < most {
            choices.insert(power)
            power *= 2
        }
        return choices.sorted()
    }
}
