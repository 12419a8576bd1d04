import ConfigurationSearch
import Remediation
import RetryForecast
import Testing

@testable import RemediationEngine

@Suite("Front over memory and cores")
struct FrontSearchTests {
    private let prices = PriceBook()

    /// A job of which runs at two and eight cores are known, and nothing else.
    private func forecast() throws -> MemoryForecast {
        var book = HistoryBook()
        for index in 0..<12 {
            let cores = index % 2 == 0 ? 2.0 : 8.0
            book.learn(
                Attempt(
                    job: "align",
                    runId: String(index),
                    requested: Resources(memoryBytes: 8_000_000_000, cpus: cores),
                    result: .succeeded,
                    peakMemoryBytes: 2_000_000_000 + Int64(index) * 20_000_000,
                    runSeconds: 3_600 * (0.2 + 0.8 / cores)
                )
            )
        }
        return MemoryForecast(
            AdviceRequest(job: "align"),
            history: book.excerpt(job: "align", labels: [:], engine: nil),
            model: try #require(AdvisorTests.model)
        )
    }

    private func shape(_ base: Resources) -> WorkerShape {
        WorkerShape(base: base, largestContainer: Resources.largestBytes, exhausted: nil)
    }

    private func points(_ forecast: MemoryForecast) -> [LadderSearch.Point] {
        (1...12).map { step in
            let memory = Int64(step) * 400_000_000
            return LadderSearch.Point(memory: memory, probability: forecast.curve.probability(at: Double(memory).naturalLog))
        }
    }

    @Test("is what brute force over every memory and core count leaves undominated")
    func exact() throws {
        let forecast = try forecast()
        let points = points(forecast)
        let base = Resources(memoryBytes: 1, cpus: 3)
        let front = FrontSearch(forecast: forecast, prices: prices, shape: shape(base), mostCores: 10).front(points, keeping: [])
        var all: [(memory: Int64, cores: Double, p: Double, cost: Double, seconds: Double)] = []
        for point in points {
            for cores in [1.0, 2, 3, 4, 8, 10] {
                let share = forecast.scaling.parallelShare
                let run = forecast.runTime.seconds * (1 - share + share / cores) / (1 - share + share / 3)
                let fail = run * forecast.runTime.failureShare
                let hourly = Double(point.memory) / 1e9 * prices.gigabyteHour + cores * prices.coreHour
                let seconds = point.probability * run + (1 - point.probability) * fail
                all.append((point.memory, cores, point.probability, hourly / 3_600 * seconds, seconds))
            }
        }
        let tolerance = 1 + 1e-9
        let undominated = all.filter { one in
            !all.contains { other in
                other.p >= one.p && other.cost * tolerance <= one.cost && other.seconds <= one.seconds * tolerance
                    || other.p > one.p && other.cost <= one.cost * tolerance && other.seconds <= one.seconds * tolerance
                    || other.p >= one.p && other.cost <= one.cost * tolerance && other.seconds * tolerance <= one.seconds
            }
        }
        #expect(
            Set(front.map { "\($0.resources.memoryBytes) \($0.resources.cpus)" }) == Set(undominated.map { "\($0.memory) \($0.cores)" })
        )
        #expect(Set(front.map(\.resources.cpus)).count == 6)
        for member in front {
            let same = try #require(all.first { $0.memory == member.resources.memoryBytes && $0.cores == member.resources.cpus })
            #expect(abs(same.cost - member.expectedCostUSD) <= 1e-9 * same.cost)
            #expect(abs(same.seconds - (member.expectedSeconds ?? 0)) <= 1e-9 * same.seconds)
        }
    }

    @Test("proposes no more cores than now where no limit is known, and cheaper ones than now")
    func unlimited() throws {
        let forecast = try forecast()
        let base = Resources(memoryBytes: 1, cpus: 4)
        let front = FrontSearch(forecast: forecast, prices: prices, shape: shape(base), mostCores: nil).front(points(forecast), keeping: [])
        #expect(Set(front.map(\.resources.cpus)) == [1, 2, 4])
        #expect(zip(front, front.dropFirst()).allSatisfy { $0.expectedCostUSD <= $1.expectedCostUSD })
    }

    @Test("leaves the cores alone where they cost nothing and no more are granted")
    func freeCores() throws {
        let forecast = try forecast()
        let base = Resources(memoryBytes: 1, cpus: 4)
        let free = FrontSearch(forecast: forecast, prices: PriceBook(coreHour: 0), shape: shape(base), mostCores: nil)
        #expect(Set(free.front(points(forecast), keeping: []).map(\.resources.cpus)) == [4])
    }

    @Test("a large front is sampled, with its extremes and what the ladder tries")
    func sampled() throws {
        let forecast = try forecast()
        let many = (1...900).map { step in
            LadderSearch.Point(memory: Int64(step) * 4_000_000, probability: Double(step) / 1_000)
        }
        let kept: Int64 = 4_000_000 * 77
        let front = FrontSearch(forecast: forecast, prices: prices, shape: shape(Resources(memoryBytes: 1, cpus: 4)), mostCores: 16)
            .front(many, keeping: [kept])
        #expect(front.count == FrontSearch.mostMembers)
        #expect(front.contains { $0.resources.memoryBytes == kept && $0.resources.cpus == 4 })
        #expect(front.contains { $0.successProbability == 0.9 })
        #expect(front.first?.resources.memoryBytes == 4_000_000)
    }
}
