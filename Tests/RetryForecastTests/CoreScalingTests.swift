import Remediation
import Testing

@testable import RetryForecast

@Suite("Cores and run time")
struct CoreScalingTests {
    private let prior = ParallelShare(mean: 0.2, priorRuns: 0.5, jobs: 100)

    private func history(_ runs: [(cores: Double, seconds: Double, cpuSeconds: Double?, input: Double?)]) -> JobHistory {
        var book = HistoryBook()
        for (index, run) in runs.enumerated() {
            book.learn(
                Attempt(
                    job: "align",
                    runId: String(index),
                    requested: Resources(memoryBytes: 1 << 33, cpus: run.cores),
                    inputBytes: run.input,
                    result: .succeeded,
                    peakMemoryBytes: 1 << 30,
                    runSeconds: run.seconds,
                    cpuSeconds: run.cpuSeconds
                )
            )
        }
        return book.history(of: "align")
    }

    @Test("a job that showed nothing has the belief's share")
    func unknown() {
        let scaling = CoreScaling(own: history([(4, 100, nil, nil)]), prior: prior)
        #expect(scaling.parallelShare == 0.2 && !scaling.isMeasured)
        #expect(abs(scaling.time(at: 2, from: 1) - 0.9) < 1e-12)
        #expect(scaling.time(at: 0.5, from: 1) == 2)
    }

    @Test("Amdahl's law by hand: 4 cores, 2.5 of them busy, is a share of 0.8")
    func busy() throws {
        #expect(abs(try #require(CoreScaling.share(busy: 2.5, cores: 4)) - 0.8) < 1e-12)
        #expect(CoreScaling.share(busy: 0.4, cores: 4) == 0)
        #expect(CoreScaling.share(busy: 9, cores: 4) == 1)
        #expect(CoreScaling.share(busy: 1, cores: 1) == nil)
    }

    @Test("processor time soon outweighs the belief")
    func processorTime() {
        let scaling = CoreScaling(own: history((0..<10).map { _ in (4, 100, 250, nil) }), prior: prior)
        #expect(scaling.isMeasured)
        #expect(abs(scaling.parallelShare - (0.2 * 0.5 + 0.8 * 10) / 10.5) < 1e-12)
    }

    @Test("run times at different cores tell the share, whatever the input's size does", arguments: [0.0, 0.3, 0.6, 0.9])
    func differentCores(share: Double) {
        let runs = (0..<40).map { index -> (cores: Double, seconds: Double, cpuSeconds: Double?, input: Double?) in
            let cores = [1.0, 2, 4, 8][index % 4]
            let input = Double(1 + (index * 7) % 11) * 1e9
            return (cores, input / 1e7 * (1 - share + share / cores), nil, input)
        }
        let scaling = CoreScaling(own: history(runs), prior: prior)
        #expect(scaling.isMeasured)
        #expect(abs(scaling.parallelShare - share) < 0.08)
    }

    @Test("a belief is learnt from other jobs: between jobs far apart it is weak, between like jobs strong")
    func belief() throws {
        let apart = try #require(ParallelShare(jobs: (0..<40).map { job in [job % 2 == 0 ? 0.05 : 0.95, job % 2 == 0 ? 0.1 : 0.9] }))
        #expect(abs(apart.mean - 0.5) < 1e-9 && apart.priorRuns == 0.1 && apart.jobs == 40)
        let alike = try #require(ParallelShare(jobs: (0..<40).map { job in [0.3, 0.7, job % 2 == 0 ? 0.45 : 0.55] }))
        #expect(alike.priorRuns > 5)
        #expect(ParallelShare(jobs: [[0.5], [0.4]]) == nil)
    }
}
