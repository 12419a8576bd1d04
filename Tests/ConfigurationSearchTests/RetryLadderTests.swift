import ConfigurationSearch
import Testing

/// Every ladder, judged by walking the need's distribution attempt by attempt: no beliefs, no recursion over states.
struct BruteForceLadder {
    struct Judged {
        var plan: [Int]
        var meanLoss: Double
        var quantileLoss: Double
        var successProbability: Double
        var expectedCost: Double
    }

    let rungs: [LadderRung]
    let failed: [Double]
    let options: LadderOptions
    /// USD.
    let value: Double

    func coverage(_ probability: Double) -> Double { min(1, probability / (1 - options.irreducibleFailure)) }

    func judge(_ plan: [Int], level: Double) -> Judged {
        let q = options.irreducibleFailure
        // The need falls into cells between consecutive coverages; it is walked cell by cell.
        let coverages = rungs.map { coverage($0.successProbability) }
        let failures = failed.map(coverage)
        let edges = Set(coverages + failures + [0, 1]).sorted()
        var outcomes: [(loss: Double, mass: Double, cost: Double, succeeded: Bool)] = []
        for (low, high) in zip(edges, edges.dropFirst()) {
            var mass = high - low
            for failure in failures where failure >= high { mass *= q }
            var spent = 0.0
            for rung in plan {
                let success = coverages[rung] >= high ? 1 - q : 0
                outcomes.append(
                    (spent + rungs[rung].costIfSuccess - value, mass * success, spent + rungs[rung].costIfSuccess, true)
                )
                mass *= 1 - success
                spent += rungs[rung].costIfFailure + options.failureCharge
            }
            outcomes.append((spent, mass, spent, false))
        }
        let total = outcomes.reduce(0) { $0 + $1.mass }
        var running = 0.0
        let quantile = outcomes.sorted { $0.loss < $1.loss }.first { outcome in
            running += outcome.mass
            return running >= level * total * (1 - 1e-9)
        }
        return Judged(
            plan: plan,
            meanLoss: outcomes.reduce(0) { $0 + $1.loss * $1.mass } / total,
            quantileLoss: quantile?.loss ?? 0,
            successProbability: outcomes.reduce(0) { $0 + ($1.succeeded ? $1.mass : 0) } / total,
            expectedCost: outcomes.reduce(0) { $0 + $1.cost * $1.mass } / total
        )
    }

    func allPlans() -> [[Int]] {
        let start = failed.map(coverage).max() ?? 0
        var all: [[Int]] = [[]]
        var latest: [[Int]] = [[]]
        for _ in 0..<options.maximumAttempts {
            latest = latest.flatMap { plan in
                rungs.indices.filter { rung in
                    coverage(rungs[rung].successProbability) >= (plan.last.map { coverage(rungs[$0].successProbability) } ?? start)
                }.map { plan + [$0] }
            }
            all += latest
        }
        return all
    }
}

@Suite struct RetryLadderTests {
    static func random(_ generator: inout SeededGenerator) -> (rungs: [LadderRung], failed: [Double], options: LadderOptions, value: Double)
    {
        let irreducible = generator.flip() ? 0 : generator.real(0...0.6)
        let tied = generator.flip(0.3)
        let count = generator.int(1...5)
        var rungs: [LadderRung] = []
        for index in 0..<count {
            let probability = tied ? Double(generator.int(0...4)) / 4 : generator.real(0...1)
            let cost = tied ? Double(generator.int(0...3)) : generator.real(0...2) * Double(index + 1)
            rungs.append(
                LadderRung(
                    values: [Double(index)],
                    successProbability: probability * (1 - irreducible),
                    costIfSuccess: cost,
                    costIfFailure: generator.flip() ? cost : cost * generator.real(0...1.2)
                )
            )
        }
        var failed: [Double] = []
        for _ in 0..<generator.int(0...2) {
            failed.append(generator.flip() ? rungs[generator.int(0...(count - 1))].successProbability : generator.real(0...0.9))
        }
        let value = generator.flip(0.2) ? 0 : generator.real(0...12)
        let options = LadderOptions(
            successValue: .usd(value),
            failureCharge: generator.flip() ? 0 : generator.real(0...2),
            maximumAttempts: generator.int(0...4),
            irreducibleFailure: irreducible
        )
        return (rungs, failed, options, value)
    }

    static func isClose(_ left: Double, _ right: Double) -> Bool {
        abs(left - right) <= 1e-9 * max(1, abs(left), abs(right))
    }

    @Test func meanLadderEqualsEnumerationOfAllLadders() throws {
        var generator = SeededGenerator(11)
        var longest = 0
        var stops = Set<String>()
        for problem in 0..<3000 {
            let (rungs, failed, options, value) = Self.random(&generator)
            let ladder = try RetryLadder(rungs: rungs, failed: failed, options: options)
            let brute = BruteForceLadder(rungs: rungs, failed: failed, options: options, value: value)
            let plan = ladder.steps.map(\.index)
            let mine = brute.judge(plan, level: 0.5)
            guard mine.meanLoss.isFinite else {
                #expect(plan.isEmpty)
                continue
            }
            let best = brute.allPlans().map { brute.judge($0, level: 0.5).meanLoss }.min() ?? 0
            #expect(Self.isClose(mine.meanLoss, best), "problem \(problem): \(plan) loses \(mine.meanLoss), best \(best)")
            #expect(Self.isClose(ladder.successProbability, mine.successProbability), "problem \(problem)")
            #expect(Self.isClose(ladder.expectedCost, mine.expectedCost), "problem \(problem)")
            #expect(Self.isClose(ladder.outcomes.reduce(0) { $0 + $1.probability }, 1))
            longest = max(longest, plan.count)
            stops.insert(ladder.stop.code.description)
        }
        #expect(longest == 4)
        #expect(stops.count == 3)
    }

    @Test func quantileLadderEqualsEnumerationOfAllLadders() throws {
        var generator = SeededGenerator(12)
        for problem in 0..<3000 {
            var (rungs, failed, options, value) = Self.random(&generator)
            let level = generator.flip() ? 0.9 : generator.real(0.05...0.99)
            options.risk = .upperQuantile(level)
            let ladder = try RetryLadder(rungs: rungs, failed: failed, options: options)
            let brute = BruteForceLadder(rungs: rungs, failed: failed, options: options, value: value)
            let mine = brute.judge(ladder.steps.map(\.index), level: level)
            guard mine.meanLoss.isFinite else { continue }
            let all = brute.allPlans().map { brute.judge($0, level: level) }
            let best = all.map(\.quantileLoss).min() ?? 0
            #expect(Self.isClose(mine.quantileLoss, best), "problem \(problem): \(mine), best \(best)")
            let mean = all.filter { Self.isClose($0.quantileLoss, best) }.map(\.meanLoss).min() ?? 0
            #expect(Self.isClose(mine.meanLoss, mean), "problem \(problem): mean \(mine.meanLoss), best \(mean)")
            #expect(ladder.isProvenOptimal)
        }
    }

    @Test func requiredSuccessClimbsToTheTopAndThenStops() throws {
        let rungs = [(0.5, 1.0), (0.8, 2), (0.9, 30)].map {
            LadderRung(values: [$1], successProbability: $0, costIfSuccess: $1, costIfFailure: $1)
        }
        let ladder = try RetryLadder(rungs: rungs)
        #expect(ladder.steps.last?.rung.values == [30])
        #expect(ladder.stop.code == .needBeyondLimit)
        #expect(RetryLadderTests.isClose(ladder.successProbability, 0.9))
        #expect(RetryLadderTests.isClose(ladder.expectedCost, 1 + 0.5 * 2 + 0.2 * 30))
        let frugal = try RetryLadder(rungs: rungs, options: LadderOptions(successValue: .usd(10)))
        #expect(frugal.steps.map(\.index) == [0, 1])
        #expect(frugal.stop.code == .notWorthIt)
        let doomed = try RetryLadder(rungs: rungs, failed: [0.9])
        #expect(doomed.next == nil)
        #expect(doomed.stop.code == .needBeyondLimit)
        let once = try RetryLadder(rungs: rungs, options: LadderOptions(maximumAttempts: 1))
        #expect(once.steps.map(\.index) == [2])
        #expect(once.stop.code == .needBeyondLimit)
        let none = try RetryLadder(rungs: rungs, options: LadderOptions(maximumAttempts: 0))
        #expect(none.steps.isEmpty && none.stop.code == .attemptsExhausted)
        #expect(try RetryLadder(rungs: []).stop.code == .needBeyondLimit)
    }

    @Test func aFailedConfigurationConditionsTheNeed() throws {
        let rungs = [LadderRung(values: [2], successProbability: 0.8, costIfSuccess: 1, costIfFailure: 1)]
        let ladder = try RetryLadder(rungs: rungs, failed: [0.5])
        // (0.8 - 0.5) / (1 - 0.5)
        #expect(RetryLadderTests.isClose(ladder.next?.successProbability ?? 0, 0.6))
    }

    @Test func irreducibleFailuresMakeARepeatWorthwhile() throws {
        let same = LadderRung(values: [2], successProbability: 0.75, costIfSuccess: 1, costIfFailure: 1)
        let options = LadderOptions(successValue: .usd(100), maximumAttempts: 3, irreducibleFailure: 0.25)
        let ladder = try RetryLadder(rungs: [same], failed: [0.75], options: options)
        // The configuration surely suffices, so every attempt has its three chances in four.
        #expect(ladder.steps.map(\.successProbability) == [0.75, 0.75, 0.75])
        #expect(ladder.stop.code == .attemptsExhausted)
        let hopeless = try RetryLadder(rungs: [same], failed: [0.75], options: LadderOptions())
        #expect(hopeless.steps.isEmpty)
    }

    @Test func aFrontGivesItsRungsWithTheirCosts() throws {
        var generator = SeededGenerator(13)
        for _ in 0..<200 {
            let random = try RandomProblem(&generator)
            let front = ParetoFront(of: random.objective, over: random.space)
            let rungs = front.rungs(for: random.objective)
            #expect(rungs.map(\.values) == front.candidates.map(\.values))
            for (rung, candidate) in zip(rungs, front.candidates) {
                let missing = 1 - rung.successProbability
                let cost = rung.successProbability * rung.costIfSuccess + missing * (rung.costIfFailure + random.objective.failureCharge)
                #expect(Self.isClose(cost, candidate.expectedCost))
            }
            _ = try RetryLadder(rungs: rungs)
        }
        #expect(ParetoFront(of: []).rungs(for: try RandomProblem(&generator).objective).isEmpty)
    }

    @Test func badInputIsRefused() {
        let rung = LadderRung(values: [1], successProbability: 0.5, costIfSuccess: 1, costIfFailure: 1)
        let bad = LadderRung(values: [1], successProbability: .nan, costIfSuccess: 1, costIfFailure: 1)
        #expect(throws: SearchError.self) { try RetryLadder(rungs: [bad]) }
        #expect(throws: SearchError.self) { try RetryLadder(rungs: [rung], failed: [2]) }
        for options in [
            LadderOptions(successValue: .usd(-1)), LadderOptions(failureCharge: .nan), LadderOptions(maximumAttempts: -1),
            LadderOptions(irreducibleFailure: 1), LadderOptions(risk: .upperQuantile(1)),
        ] {
            #expect(throws: SearchError.self) { try RetryLadder(rungs: [rung], options: options) }
        }
    }
}
