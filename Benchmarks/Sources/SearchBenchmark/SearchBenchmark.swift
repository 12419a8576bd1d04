import ConfigurationSearch
import Foundation

/// Times the search on problems of the stated sizes: `SearchBenchmark [fronts] [ladders] [fleet]`.
///
/// With `--exchange PATH` it writes the peers' problem, its exact front and the time that took, as JSON.
@main struct SearchBenchmark {
    struct Exchange: Codable {
        struct Front: Codable {
            /// P(failure), USD, seconds.
            var points: [[Double]]
            var milliseconds: Double
        }
        var problem: BenchmarkProblem
        var twoObjectives: Front
        var threeObjectives: Front
    }

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        if let option = arguments.firstIndex(of: "--exchange"), option + 1 < arguments.endIndex {
            try exchange(to: arguments[option + 1])
            return
        }
        if arguments.isEmpty || arguments.contains("fronts") { try fronts() }
        if arguments.isEmpty || arguments.contains("ladders") { try ladders() }
        if arguments.isEmpty || arguments.contains("fleet") { try fleet() }
    }

    /// The fastest of `runs` timings, milliseconds: on a shared machine the others measure the neighbours.
    static func fastest<Result>(_ runs: Int, _ body: () throws -> Result) rethrows -> (milliseconds: Double, result: Result) {
        let clock = ContinuousClock()
        var result = try body()
        var best = Double.infinity
        for _ in 0..<runs {
            let elapsed = try clock.measure { result = try body() }
            best = min(best, Double(elapsed.components.attoseconds) / 1e15 + Double(elapsed.components.seconds) * 1e3)
        }
        return (best, result)
    }

    static func line(_ name: String, _ milliseconds: Double, _ note: String) {
        print(name.padding(toLength: 68, withPad: " ", startingAt: 0), String(format: "%9.3f ms   %@", milliseconds, note as NSString))
    }

    static func fronts() throws {
        for (side, steps) in [(100, 16), (100, 40), (100, 100)] {
            let (space, objective) = try BenchmarkProblem(side: side, steps: steps, seed: 7).objective()
            for objectives in ParetoObjectives.allCases {
                let exact = fastest(41) { ParetoFront(of: objective, over: space, objectives: objectives) }
                let name = "\(space.count) points, 3 knobs, \(steps) steps, \(objectives == .failureAndCost ? 2 : 3) objectives"
                line(name, exact.milliseconds, "front \(exact.result.candidates.count), bounds \(exact.result.evaluations)")
                if steps == 40 {
                    let dense = fastest(1) {
                        ParetoFront(over: space, objectives: objectives) { values in
                            // The same objective through its values: three table look-ups by position.
                            objective.assess(space.axes.indices.map { space.axes[$0].values.firstIndex(of: values[$0]) ?? 0 }, in: space)
                        }
                    }
                    line("  the same, every point evaluated", dense.milliseconds, "front \(dense.result.candidates.count)")
                    let same = dense.result.candidates.map(\.assessment) == exact.result.candidates.map(\.assessment)
                    print("  difference to the dense front: \(same ? "none" : "SOME")")
                }
            }
        }
        let axis = try SearchAxis(knob: Knob(name: "memory", values: (1...1_000_000).map { Double($0) }))
        let space = try SearchSpace(axes: [axis])
        let thresholds = (1..<256).map { Double($0 * 3900) }
        let heights = (0..<256).map { step -> Double in Double(step) / 32 - 4 }
        let success = try AdditiveScore(
            over: space,
            terms: [StepTable(thresholds: thresholds, values: heights, lattice: axis.values)],
            link: .logistic
        )
        let hour = AdditiveScore(constant: 3600, over: space)
        let objective = AdditiveObjective(success: success, runSeconds: hour, failureSeconds: hour, rate: { $0[0] })
        let one = fastest(41) { ParetoFront(of: objective, over: space) }
        line("1000000 points, 1 knob, 256 steps, 2 objectives", one.milliseconds, "front \(one.result.candidates.count)")
    }

    static func ladders() throws {
        let rungs = (1...64).map { index -> LadderRung in
            let memory = Double(index)
            return LadderRung(
                values: [memory],
                successProbability: 1 - exp(-memory / 16),
                costIfSuccess: memory * 0.02,
                costIfFailure: memory * 0.01
            )
        }
        for (name, irreducible, risk) in [
            ("no irreducible failures, mean", 0, LadderOptions.RiskAttitude.mean),
            ("irreducible failures, mean", 0.1, .mean),
            ("no irreducible failures, 90 % quantile", 0, .upperQuantile(0.9)),
        ] {
            let options = LadderOptions(
                successValue: .usd(5),
                failureCharge: 0.05,
                maximumAttempts: 5,
                irreducibleFailure: irreducible,
                risk: risk
            )
            let scaled = rungs.map {
                LadderRung(
                    values: $0.values,
                    successProbability: $0.successProbability * (1 - irreducible),
                    costIfSuccess: $0.costIfSuccess,
                    costIfFailure: $0.costIfFailure
                )
            }
            let ladder = try fastest(risk == .mean ? 51 : 3) {
                try RetryLadder(rungs: scaled, failed: [scaled[3].successProbability], options: options)
            }
            let plan = ladder.result.steps.map { String(Int($0.rung.values[0])) }.joined(separator: " ")
            line(
                "ladder, 64 rungs, 5 attempts, \(name)",
                ladder.milliseconds,
                "rungs \(plan)\(ladder.result.isProvenOptimal ? "" : ", not proven")"
            )
        }
    }

    static func fleet() throws {
        var generator = SplitMix(state: 5)
        let jobs = (0..<100_000).map { _ -> [FleetOption] in
            let need = Double.random(in: 1...64, using: &generator)
            let worth = Double.random(in: 0.5...20, using: &generator)
            let hours = Double.random(in: 0.1...8, using: &generator)
            return (0..<50).map { option -> FleetOption in
                let memory = Double(option % 10 + 1) * 8
                let cores = Double(1 << (option / 10))
                let cost = hours / (0.3 + 0.7 * cores) * (memory * 0.004 + cores * 0.03)
                return FleetOption(value: worth * memory / (memory + need) - cost, memory: memory, cores: cores, cost: cost)
            }
        }
        for (name, capacity) in [
            ("memory", FleetCapacity(memory: 1_500_000)),
            ("memory, cores, money", FleetCapacity(memory: 1_500_000, cores: 120_000, cost: 20_000)),
        ] {
            let fleet = try fastest(3) { try FleetAllocation(jobs: jobs, capacity: capacity) }
            let started = fleet.result.choices.count { $0 != nil }
            line(
                "fleet, 100000 jobs x 50, limits on \(name)",
                fleet.milliseconds,
                String(format: "proven gap %.5f %%, %d jobs start", fleet.result.relativeGap * 100, started)
            )
        }
    }

    static func exchange(to path: String) throws {
        let problem = BenchmarkProblem(side: 100, steps: 40, seed: 7)
        let (space, objective) = try problem.objective()
        func front(_ objectives: ParetoObjectives) -> Exchange.Front {
            let timed = fastest(41) { ParetoFront(of: objective, over: space, objectives: objectives) }
            return Exchange.Front(
                points: timed.result.candidates.map { [1 - $0.successProbability, $0.expectedCost, $0.expectedSeconds] },
                milliseconds: timed.milliseconds
            )
        }
        let exchange = Exchange(problem: problem, twoObjectives: front(.failureAndCost), threeObjectives: front(.failureCostAndTime))
        try JSONEncoder().encode(exchange).write(to: URL(fileURLWithPath: path))
    }
}
