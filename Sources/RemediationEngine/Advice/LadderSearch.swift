internal import ConfigurationSearch
internal import Remediation
internal import RetryForecast

/// Finds the ladder of least expected cost for one question, and the front that it is chosen beside.
struct LadderSearch {
    let forecast: MemoryForecast
    let request: AdviceRequest
    let failed: FailedAttempts
    let prices: PriceBook
    let options: AdviceOptions
    let withFront: Bool

    /// Candidates whose chances of failure differ by less than this factor are one.
    private static let survivalStep = 0.92
    /// The most rungs given to the ladder.
    private static let mostRungs = 48
    /// A chance of success below which a limit is taken to be out of reach.
    private static let hopeless = 0.02

    /// One candidate with its chance given what has failed.
    struct Point {
        let memory: Int64
        let probability: Double
    }

    /// What every attempt has beside its memory.
    var base: Resources {
        var resources = failed.last?.resources ?? request.requested ?? Resources(memoryBytes: 1)
        if let most = request.limits?.cpus { resources.cpus = min(resources.cpus, most) }
        return resources
    }

    /// Expected seconds of a run that succeeds: one that ran out of time takes longer than it had, by half as a rule of thumb.
    var runSeconds: Double { max(forecast.runTime.seconds, 1.5 * (failed.timeFloor ?? 0)) }

    /// How a need of memory is met within the limit.
    private var shape: WorkerShape {
        shape(upTo: min(request.limits?.memoryBytes ?? Resources.largestBytes, options.memoryChoices.last ?? Resources.largestBytes))
    }

    private func shape(upTo cap: Int64) -> WorkerShape {
        let exhausted = failed.last?.failureClass?.exhausted
        return WorkerShape(base: base, largestContainer: cap, exhausted: failed.last != nil && exhausted == nil ? .memory : exhausted)
    }

    private func resources(_ memory: Int64, in shape: WorkerShape) -> Resources {
        var resources = shape.resources(meeting: memory)
        if let limit = resources.timeLimitSeconds { resources.timeLimitSeconds = timeLimit(limit, times: shape.slowdown(meeting: memory)) }
        if let limit = timeLimit(with: memory) { resources.timeLimitSeconds = limit }
        return resources
    }

    /// A time limit for work that takes so many times as long, within the bounds.
    func timeLimit(_ limit: Double, times slowdown: Double) -> Double {
        min(limit * slowdown, max(limit, request.limits?.timeLimitSeconds ?? Bounds.timeLimits.upperBound))
    }

    /// The answer where memory is the knob.
    func advice() -> Advice {
        let shape = shape
        let cap = shape.largestContainer
        let floor = failed.memoryFloor
        let open = points(above: floor, upTo: Resources.largestBytes)
        let typical = open.first { $0.probability >= 0.5 } ?? open.last
        let uncapped = typical.map { resources($0.memory, in: self.shape(upTo: Resources.largestBytes)) }
        let need = typical.map { MemoryText.bytes(Double($0.memory)) } ?? "more than was tried"
        let capText = MemoryText.bytes(Double(cap))
        let most = shape.largestNeed
        let within = floor.map { $0 < most } ?? true ? points(above: floor, upTo: most) : []
        guard let best = within.last, best.probability >= Self.hopeless else {
            return .stop(
                request,
                "needs about \(need), the limit is \(capText)\(most > cap ? ", even with one task at a time" : ""); \(forecast.evidence)",
                uncapped: uncapped,
                isPrior: forecast.isPrior
            )
        }
        // The same cores are held on every rung: what they weigh in the choice is the operator's to say.
        var weights = prices
        weights.coreHour *= options.coreWeight
        let candidates = thinned(within)
        let rungs = candidates.map { point in
            let container = shape.container(meeting: point.memory)
            let hourly = weights.hourly(shape.base, containerBytes: container, cpus: shape.base.cpus)
            let rate = hourly / 3_600 * shape.slowdown(meeting: point.memory)
            return ConfigurationSearch.LadderRung(
                values: [Double(point.memory)],
                successProbability: point.probability * (1 - forecast.model.irreducibleFailure),
                costIfSuccess: rate * runSeconds,
                costIfFailure: rate * runSeconds * forecast.runTime.failureShare
            )
        }
        // The limit that is as likely as not to do, rather than the smallest: a first question may span sizes from megabytes to terabytes.
        let even = rungs.first { $0.successProbability >= 0.5 } ?? rungs.last
        let ladderOptions = ladderOptions(successCost: even?.costIfSuccess ?? 0)
        guard let ladder = try? RetryLadder(rungs: rungs, options: ladderOptions), let first = ladder.steps.first else {
            return .stop(
                request,
                "the best chance within \(capText) is \(MemoryText.probability(best.probability)) and would cost more than it brings; \(forecast.evidence)",
                uncapped: uncapped,
                isPrior: forecast.isPrior
            )
        }
        let steps = ladder.steps.map { step in
            rung(memory: memory(of: step.rung), probability: step.successProbability, in: shape)
        }
        let firstMemory = memory(of: first.rung)
        let granted = steps.first?.resources ?? base
        let tasks = shape.slowdown(meeting: firstMemory) > 1 ? " for \(granted.concurrency ?? 1) of \(base.concurrency ?? 1) tasks" : ""
        let wish = (typical?.memory ?? 0) > cap ? "needs about \(need), the limit is \(capText); " : ""
        let reason =
            "\(MemoryText.bytes(Double(granted.containerBytes)))\(tasks) succeeds with probability "
            + "\(MemoryText.probability(first.successProbability)); " + wish + forecast.evidence
        return Advice(
            id: request.id,
            action: .retry,
            ladder: steps,
            reason: reason,
            front: withFront ? front(candidates, in: shape, keeping: ladder.steps.map { memory(of: $0.rung) }) : [],
            uncapped: firstMemory >= cap ? uncapped : nil,
            contributions: forecast.contributions(logLimit: Double(firstMemory).naturalLog, most: 8),
            isPrior: forecast.isPrior
        )
    }

    /// What an attempt that succeeds is worth, where one that is as likely as not to do costs `successCost` USD, and what one that fails costs
    /// beside its resources.
    func ladderOptions(successCost: Double) -> LadderOptions {
        let charge = options.charge(isNewJob: forecast.isNew)
        return LadderOptions(
            successValue: .usd(options.successValueFactor * (successCost + charge)),
            failureCharge: charge,
            maximumAttempts: max(1, options.maximumAttempts),
            irreducibleFailure: forecast.model.irreducibleFailure
        )
    }

    /// The chance that a container of `memory` bytes does, given what has failed.
    func chance(ofMemory memory: Int64) -> Double {
        points(above: failed.memoryFloor, upTo: Resources.largestBytes).last { $0.memory <= memory }?.probability ?? 0.5
    }

    /// The answer where neither memory nor time was what ran out: the same again.
    ///
    /// - Parameter belief: What is believed of another try after a failure of this class.
    func repeated(_ last: FailedConfiguration, belief: RetryBelief?) -> Advice {
        let target = last.resources
        // The memory must do, and what failed must not come again.
        let chance = chance(ofMemory: target.containerBytes) * (belief?.mean ?? 1)
        let title = last.failureClass.map { "\($0.title) (\($0))" } ?? "The last failure"
        var first = rung(memory: target.containerBytes, probability: chance, in: shape(upTo: Resources.largestBytes))
        first.resources = target
        let reason = "\(title): the same configuration again"
        let isPrior = belief.map { $0.outcomes == 0 } ?? forecast.isPrior
        return Advice(id: request.id, action: .retry, ladder: [first], reason: reason + Self.words(belief), isPrior: isPrior)
    }

    /// Where the odds of another try come from.
    static func words(_ belief: RetryBelief?) -> String {
        guard let belief else { return "" }
        let mean = MemoryText.probability(belief.mean)
        switch belief.outcomes {
        case 0: return "; another try succeeds with probability \(mean) by a declared prior, no outcome is known yet"
        case 1: return "; another try succeeds with probability \(mean) after 1 outcome"
        default: return "; another try succeeds with probability \(mean) after \(belief.outcomes) outcomes"
        }
    }

    private func front(_ points: [Point], in shape: WorkerShape, keeping: [Int64]) -> [Remediation.LadderRung] {
        FrontSearch(forecast: forecast, prices: prices, shape: shape, mostCores: request.limits?.cpus).front(points, keeping: keeping)
    }

    private func memory(of rung: ConfigurationSearch.LadderRung) -> Int64 { Int64(rung.values.first ?? 1) }

    private func rung(memory: Int64, probability: Double, in shape: WorkerShape) -> Remediation.LadderRung {
        rung(resources(memory, in: shape), probability: probability, slowdown: shape.slowdown(meeting: memory))
    }

    /// A rung with what is expected of it, where the work takes `slowdown` times as long.
    func rung(_ resources: Resources, probability: Double, slowdown: Double) -> Remediation.LadderRung {
        let seconds = runSeconds * slowdown * (probability + (1 - probability) * forecast.runTime.failureShare)
        return Remediation.LadderRung(
            resources: resources,
            successProbability: probability,
            expectedCostUSD: prices.cost(resources, seconds: seconds),
            expectedSeconds: seconds
        )
    }

    /// Candidates above what failed and within the cap, in bytes at as many tasks at a time as now, each with its chance given the failures.
    private func points(above floor: Int64?, upTo cap: Int64) -> [Point] {
        let known = floor.map { forecast.curve.probability(at: Double($0).naturalLog) } ?? 0
        let rest = max(1 - known, 1e-12)
        func given(_ probability: Double) -> Double { min(max((probability - known) / rest, 0), 1) }
        var points: [Point] = []
        if options.memoryChoices.isEmpty {
            let step = max(options.memoryStep, 1)
            for (limit, probability) in zip(forecast.curve.logLimits, forecast.curve.probabilities) {
                let bytes = min(limit.exponential, Double(Resources.largestBytes))
                let memory = max(Int64((bytes / Double(step)).rounded(.up)) * step, step)
                guard memory > max(floor ?? 0, points.last?.memory ?? 0), memory <= cap else { continue }
                points.append(Point(memory: memory, probability: given(probability)))
            }
            if cap < Resources.largestBytes, cap > floor ?? 0, (points.last?.memory ?? 0) < cap {
                points.append(Point(memory: cap, probability: given(forecast.curve.probability(at: Double(cap).naturalLog))))
            }
        } else {
            for memory in options.memoryChoices where memory > floor ?? 0 && memory <= cap {
                // Less time than has run out already would run out again.
                if let time = timeLimit(with: memory), let floor = failed.timeFloor, time <= floor { continue }
                points.append(Point(memory: memory, probability: given(forecast.curve.probability(at: Double(memory).naturalLog))))
            }
            // The site grants no more; fewer tasks may do with it.
            for need in shape.needsOfFewerTasks where need > max(floor ?? 0, points.last?.memory ?? 0) && need <= cap {
                points.append(Point(memory: need, probability: given(forecast.curve.probability(at: Double(need).naturalLog))))
            }
        }
        return points
    }

    /// The time limit that comes with `memory`, where the site grants them together.
    private func timeLimit(with memory: Int64) -> Double? {
        guard let place = options.memoryChoices.firstIndex(of: memory), options.timeChoices.indices.contains(place) else { return nil }
        return options.timeChoices[place]
    }

    /// Drops candidates that add next to nothing to the chance of success.
    private func thinned(_ points: [Point]) -> [Point] {
        guard options.memoryChoices.isEmpty else { return points }
        var step = Self.survivalStep
        while true {
            var kept: [Point] = []
            for point in points where point.probability > 0.001 {
                guard let last = kept.last else {
                    kept.append(point)
                    continue
                }
                if 1 - point.probability < step * (1 - last.probability) { kept.append(point) }
            }
            if kept.isEmpty { return points.suffix(1) }
            if kept.count <= Self.mostRungs { return kept }
            step *= 0.95
        }
    }
}
