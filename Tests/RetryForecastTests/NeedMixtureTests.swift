import Testing

@testable import RetryForecast

@Suite("What a job's own past says of its next need")
struct NeedMixtureTests {
    private static func history(_ runs: [(need: Double, input: Double?)]) -> JobHistory {
        var history = JobHistory()
        for run in runs {
            let record = RunRecord(logNeed: run.need, logInput: run.input, seconds: 100)
            history.judge(record)
            history.add(record)
        }
        return history
    }

    /// The least need that is covered with `chance`.
    private static func quantile(_ mixture: NeedMixture, _ chance: Double) -> Double {
        zip(mixture.logNeeds, mixture.cumulative).first { $0.1 >= chance }?.0 ?? .infinity
    }

    @Test("Too few runs say nothing")
    func fewRuns() {
        #expect(NeedMixture(Self.history([(20, nil), (20.1, nil)]), logInput: nil) == nil)
        #expect(NeedMixture(Self.history([(20, nil), (20.1, nil), (20.2, nil)]), logInput: nil) != nil)
    }

    @Test("A job of two sizes gets a distribution of two steps, and nothing between them")
    func twoSizes() throws {
        let history = Self.history((0..<60).map { (need: $0 % 3 == 0 ? 22 : 20, input: nil) })
        let mixture = try #require(NeedMixture(history, logInput: nil))
        let below = try #require(mixture.logNeeds.lastIndex { $0 < 21.9 })
        #expect(abs(mixture.cumulative[below] - 2.0 / 3) < 0.05)
        #expect(mixture.logNeeds[below] < 20.1)
        #expect(Self.quantile(mixture, 0.9) < 22.02)
    }

    @Test("A chance never falls with the limit and ends at one, whatever the past")
    func isDistribution() throws {
        var state: UInt64 = 7
        func draw() -> Double {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(state >> 33) / Double(1 << 31)
        }
        for count in [3, 4, 9, 40, 200] {
            let history = Self.history((0..<count).map { _ in (need: 20 + 3 * draw(), input: 18 + draw()) })
            for input in [nil, 15, 18.5, 25] as [Double?] {
                let mixture = try #require(NeedMixture(history, logInput: input))
                #expect(mixture.cumulative.last == 1)
                for place in mixture.logNeeds.indices.dropFirst() {
                    #expect(mixture.logNeeds[place] > mixture.logNeeds[place - 1])
                    #expect(mixture.cumulative[place] >= mixture.cumulative[place - 1])
                }
            }
        }
    }

    @Test("Needs in proportion to the input are followed beyond what was seen; a ceiling is not pierced")
    func rulesCompete() throws {
        // A little scatter, the same for every rule.
        func scatter(_ run: Int) -> Double { 0.01 * Double((run * 7) % 5) }
        let inputs = (0..<50).map { 18 + Double(($0 * 13) % 50) / 10 }
        let proportional = Self.history(inputs.enumerated().map { (need: 2 + $1 + scatter($0), input: $1) })
        let far = try #require(NeedMixture(proportional, logInput: 24.5))
        #expect(abs(Self.quantile(far, 0.5) - 26.5) < 0.1)
        let ceiling = Self.history(inputs.enumerated().map { (need: min(2 + $1, 21) + scatter($0), input: $1) })
        let under = try #require(NeedMixture(ceiling, logInput: 22.9))
        #expect(Self.quantile(under, 0.8) < 21.2)
    }

    @Test("The ladder of least wastage is the one that trying every ladder finds")
    func ladderIsLeast() throws {
        let needs = [20.0, 20.3, 20.9, 21.4, 22.2]
        let history = Self.history(needs.map { (need: $0, input: nil) })
        let mixture = try #require(NeedMixture(history, logInput: nil))
        let limits = mixture.logNeeds
        let masses = zip(mixture.cumulative, [0] + mixture.cumulative).map { $0 - $1 }
        for charge in [0.0, 1e8, 1e9, 1e10] {
            func cost(_ ladder: [Double]) -> Double {
                zip(limits, masses).reduce(0) { sum, point in
                    var wasted = 0.0
                    for limit in ladder {
                        if limit >= point.0 { return sum + point.1 * (wasted + limit.exponential - point.0.exponential) }
                        wasted += limit.exponential + charge
                    }
                    return sum
                }
            }
            var best = Double.infinity
            for chosen in 0..<(1 << (limits.count - 1)) {
                let ladder = limits.indices.filter { $0 == limits.count - 1 || chosen >> $0 & 1 == 1 }.map { limits[$0] }
                best = min(best, cost(ladder))
            }
            // The last points are thinned out of the choice where their chance is small: the ladder may differ by that and no more.
            #expect(cost(mixture.ladder(charge: charge) + [limits[limits.count - 1]]) <= best * 1.02)
        }
    }
}
