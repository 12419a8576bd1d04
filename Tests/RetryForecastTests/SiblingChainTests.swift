import Testing

@testable import RetryForecast

@Suite("The chain of a new job's groups")
struct SiblingChainTests {
    private func group(_ needs: [Double], short: [Double] = []) -> JobHistory {
        var history = JobHistory()
        for need in needs { history.add(RunRecord(logNeed: need)) }
        for limit in short { history.addShortage(logLimit: limit, seconds: nil) }
        return history
    }

    @Test("the narrowest group is believed the more the more runs it has")
    func narrow() throws {
        let wide = group((0..<100).map { 20 + Double($0 % 10) / 10 })
        var last = 1.0
        for count in [1, 4, 16, 64] {
            let chain = try #require(SiblingChain([wide, group([Double](repeating: 23, count: count))]))
            let chance = chain.chance(at: 21, from: 0.5)
            #expect(chance < last && chance > 0)
            last = chance
        }
        #expect(last < 0.25)
    }

    @Test("a chance never falls with the limit, and a limit that ran out lowers it")
    func monotone() throws {
        let plain = try #require(SiblingChain([group([20, 20.5, 21]), group([20.2])]))
        let short = try #require(SiblingChain([group([20, 20.5, 21]), group([20.2], short: [22])]))
        var before = 0.0
        for limit in stride(from: 19.5, through: 23, by: 0.05) {
            let start = min(max((limit - 19) / 4, 0), 1)
            let chance = short.chance(at: limit, from: start)
            #expect(chance >= before - 1e-12 && chance <= 1)
            #expect(limit > 22 || chance < plain.chance(at: limit, from: start))
            before = chance
        }
    }

    @Test("without groups there is no chain; beyond all that was seen some doubt stays")
    func ends() throws {
        #expect(SiblingChain([]) == nil && SiblingChain([JobHistory()]) == nil)
        let chain = try #require(SiblingChain([group([Double](repeating: 20, count: 160))]))
        #expect(chain.chance(at: 21, from: 0.5) <= 0.985)
    }

    @Test("run times are handed down the chain: the narrowest group's mean, the more so the more runs it has")
    func seconds() throws {
        func timed(_ seconds: Double, count: Int) -> JobHistory {
            var history = JobHistory()
            for _ in 0..<count { history.add(RunRecord(logNeed: 20, seconds: seconds)) }
            return history
        }
        let wide = timed(10, count: 200)
        var last = 0.0
        for count in [1, 16, 100] {
            let chain = try #require(SiblingChain([wide, timed(1_000, count: count)]))
            let forecast = RunTimeForecast(own: JobHistory(), chain: chain)
            #expect(forecast.seconds > last && forecast.seconds < 1_000 && !forecast.isMeasured)
            last = forecast.seconds
        }
        // Sixteen runs weigh as much as all that wider groups say: (16 x 54 + 100 x 1,000) / 116.
        #expect(abs(last - 869) < 5)
        let own = RunTimeForecast(own: timed(70, count: 9), chain: SiblingChain([wide]))
        #expect(own.isMeasured && abs(own.seconds - 70) < 1e-9)
        #expect(abs(RunTimeForecast(own: JobHistory(), chain: nil).seconds - 600) < 1e-9)
    }

    @Test("one run of its own weighs as much as all its groups")
    func ownRuns() throws {
        let chain = try #require(SiblingChain([group([Double](repeating: 20, count: 160))]))
        let trained = try ForecastModelTests.train()
        var own = JobHistory()
        own.add(RunRecord(logNeed: 23))
        let features = AttemptFeatures(own: own, siblings: [], logInput: nil, logRequest: nil)
        let curve = SuccessCurve(trained, features, limits: [19, 21, 24])
        let few = curve.leaning(on: chain, ownRuns: 1)
        let more = curve.leaning(on: chain, ownRuns: 3)
        let between = (curve.probability(at: 21) + chain.chance(at: 21, from: curve.probability(at: 21))) / 2
        #expect(abs(few.probability(at: 21) - between) < 1e-12)
        #expect(more.probability(at: 21) < few.probability(at: 21))
    }
}
