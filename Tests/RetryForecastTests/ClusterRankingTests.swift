import Remediation
import Testing

@testable import RetryForecast

@Suite("The clusters for a job that has never run")
struct ClusterRankingTests {
    private func run(
        _ job: String,
        _ machine: String,
        _ nodes: Int,
        _ cost: Double,
        ok: Bool = true,
        work: String? = nil,
        framework: String = "spark",
        input: Double? = nil
    ) -> ClusterRun {
        var labels = ["framework": framework]
        labels["work"] = work
        return ClusterRun(
            job: job,
            labels: labels,
            inputBytes: input,
            cluster: Cluster(machine: machine, nodes: nodes),
            succeeded: ok,
            costUSD: cost
        )
    }

    private func question(_ job: String = "new", work: String = "sort", input: Double? = nil) -> ClusterQuestion {
        ClusterQuestion(
            job: job,
            labels: [.init(name: "framework", value: "spark"), .init(name: "work", value: work)],
            inputBytes: input
        )
    }

    private func cost(_ ranking: ClusterRanking, _ machine: String, _ nodes: Int) throws -> Double {
        try #require(ranking.choices.first { $0.cluster == Cluster(machine: machine, nodes: nodes) }).relativeCost
    }

    @Test("jobs count alike however much they spend: the geometric mean of relative costs decides")
    func geometricMean() throws {
        // A dear job for which a is half of b, two cheap ones for which b is a third of a: 2 of 1/2 x 3 x 3 = 4.5.
        let runs = [
            run("dear", "a", 4, 1_000), run("dear", "b", 4, 2_000), run("cheap", "a", 4, 3), run("cheap", "b", 4, 1),
            run("small", "a", 4, 0.03), run("small", "b", 4, 0.01),
        ]
        let ranking = try #require(ClusterRanking(runs, question: question()))
        #expect(ranking.choices.map(\.cluster.machine) == ["b", "a"])
        #expect(abs(try cost(ranking, "a", 4) - (0.5 * 3.0 * 3.0).naturalLog.exponentialOfThird) < 1e-9)
        #expect(ranking.choices.allSatisfy { $0.jobs == 3 && $0.depth == 1 })
    }

    @Test("the nearest relatives that ran on a cluster decide; wider groups are asked only where those are silent")
    func nearest() throws {
        var runs = [run("twin", "a", 4, 1, work: "sort"), run("twin", "b", 4, 2, work: "sort")]
        for other in 0..<20 {
            runs += [run("o\(other)", "a", 4, 8), run("o\(other)", "b", 4, 2), run("o\(other)", "c", 4, 4)]
        }
        let ranking = try #require(ClusterRanking(runs, question: question()))
        let a = try #require(ranking.choices.first)
        #expect(a.cluster.machine == "a" && a.depth == 2 && a.jobs == 1)
        #expect(abs(try cost(ranking, "b", 4) - 2) < 1e-9)
        let c = try #require(ranking.choices.first { $0.cluster.machine == "c" })
        #expect(c.depth == 1 && c.jobs == 20)
        // Without the label everybody counts alike, and the twin is one of 21.
        let stranger = try #require(ClusterRanking(runs, question: question(work: "join")))
        #expect(stranger.choices.first?.cluster.machine == "b")
        // What the job itself did comes before its twin.
        let own = runs + [run("new", "a", 4, 9, work: "sort"), run("new", "b", 4, 3, work: "sort")]
        let known = try #require(ClusterRanking(own, question: question()))
        #expect(known.choices.first?.cluster.machine == "b" && known.choices.first?.depth == 3)
    }

    @Test("a failed run is charged its own cost and that of making it again")
    func failures() throws {
        let runs = [run("j", "a", 4, 1, ok: false), run("j", "b", 4, 2), run("j", "c", 4, 4)]
        let ranking = try #require(ClusterRanking(runs, question: question()))
        // 1 + (2 + 4) / 2 = 4, against 2.
        #expect(abs(try cost(ranking, "a", 4) - 2) < 1e-9)
        #expect(abs(ranking.successShare - 2.0 / 3) < 1e-12 && ranking.runs == 3 && ranking.jobs == 1)
        let hopeless = [run("j", "a", 4, 1, ok: false), run("j", "b", 4, 3, ok: false)]
        let poor = try #require(ClusterRanking(hopeless, question: question()))
        #expect(abs(try cost(poor, "b", 4) - 5.0 / 3) < 1e-9 && poor.successShare == 0)
    }

    @Test("the same work on half the data is looked up at half the nodes, between those tried and not beyond")
    func scale() throws {
        let twin = [
            run("twin", "a", 2, 1, work: "sort", input: 1e9), run("twin", "a", 4, 2, work: "sort", input: 1e9),
            run("twin", "a", 8, 8, work: "sort", input: 1e9),
        ]
        let wide = [run("o", "a", 2, 1), run("o", "a", 16, 4), run("o", "a", 4, 2)]
        let ranking = try #require(ClusterRanking(twin + wide, question: question(input: 2e9)))
        // 4, 8, 16 nodes are the twin's 2, 4, 8; 2 nodes are its 1, which it never tried.
        #expect(abs(try cost(ranking, "a", 8) / cost(ranking, "a", 4) - 2) < 1e-9)
        #expect(abs(try cost(ranking, "a", 16) / cost(ranking, "a", 4) - 8) < 1e-9)
        #expect(try #require(ranking.choices.first { $0.cluster.nodes == 2 }).depth == 1)
        // Of other work the bytes say nothing.
        let other = try #require(ClusterRanking(wide, question: question(input: 64e9)))
        #expect(abs(try cost(other, "a", 16) - 4) < 1e-9)
        // Halfway between 2 and 4 nodes in their logarithm.
        let odd = try #require(ClusterRanking(twin + [run("o", "a", 2, 1), run("o", "a", 3, 1)], question: question(input: 1e9)))
        let share = (1.5).naturalLog / (2.0).naturalLog
        #expect(abs(try cost(odd, "a", 3) - (share * (2.0).naturalLog).exponential) < 1e-9)
    }

    @Test("an input that grows a little is the same job; without two clusters of one job there is nothing to compare")
    func grouping() throws {
        let daily = [run("d", "a", 4, 1, input: 1e9), run("d", "b", 4, 3, input: 1.1e9), run("d", "a", 4, 3, input: 1.05e9)]
        let ranking = try #require(ClusterRanking(daily, question: question()))
        #expect(ranking.jobs == 1)
        #expect(abs(try cost(ranking, "b", 4) - 1.5) < 1e-9)
        #expect(ClusterRanking([], question: question()) == nil)
        #expect(ClusterRanking([run("x", "a", 4, 1), run("y", "b", 4, 1)], question: question()) == nil)
    }

    @Test("the order of the lines changes nothing")
    func order() throws {
        var runs: [ClusterRun] = []
        for job in 0..<6 {
            for (index, machine) in ["a", "b", "c"].enumerated() {
                for nodes in [2, 4, 8] {
                    let cost = Double((job * 7 + index * 5 + nodes * 3) % 11 + 1)
                    runs.append(run("j\(job)", machine, nodes, cost, ok: (job + nodes) % 5 > 0, work: job < 2 ? "sort" : nil))
                }
            }
        }
        let first = try #require(ClusterRanking(runs, question: question()))
        let second = try #require(ClusterRanking(runs.reversed(), question: question()))
        #expect(first.choices == second.choices)
        #expect(first.choices.count == 9 && first.choices.first?.relativeCost == 1)
    }

    @Test("an attempt becomes a run at the price of its machine type, if it names one and took time")
    func attempts() throws {
        let prices = PriceList(machines: ["m5": PriceChange(gigabyteHour: 0, coreHour: 0.05)])
        var attempt = Attempt(
            job: "etl",
            requested: Resources(memoryBytes: 16_000_000_000, cpus: 4, workers: 6),
            inputBytes: 0,
            result: .succeeded,
            runSeconds: 1_800,
            labels: ["machineType": "m5"]
        )
        let run = try #require(ClusterRun(attempt, prices: prices, at: Timestamp(milliseconds: 0)))
        #expect(run.cluster == Cluster(machine: "m5", nodes: 6) && run.inputBytes == nil)
        #expect(abs(run.costUSD - 0.6) < 1e-12)
        attempt.runSeconds = 0
        #expect(ClusterRun(attempt, prices: prices, at: Timestamp(milliseconds: 0)) == nil)
        attempt.runSeconds = 60
        attempt.labels = [:]
        #expect(ClusterRun(attempt, prices: prices, at: Timestamp(milliseconds: 0)) == nil)
    }
}

extension Double {
    /// e raised to a third of this.
    fileprivate var exponentialOfThird: Double { (self / 3).exponential }
}
