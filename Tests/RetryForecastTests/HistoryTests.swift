import GradientBoosting
import Remediation
import Testing

@testable import RetryForecast

@Suite("History")
struct HistoryTests {
    private func attempt(
        _ result: Attempt.Result,
        limit: Int64 = 4_000_000_000,
        peak: Int64? = nil,
        class failureClass: FailureClass? = nil,
        run: String = "1",
        job: String = "a:b:c"
    ) -> Attempt {
        Attempt(
            job: job,
            runId: run,
            requested: Resources(memoryBytes: limit),
            result: result,
            failureClass: failureClass,
            peakMemoryBytes: peak,
            runSeconds: 10
        )
    }

    @Test("the peak of a killed attempt is no peak")
    func censored() {
        var book = HistoryBook()
        book.learn(attempt(.failed, peak: 3_900_000_000, class: .containerLimit))
        let history = book.history(of: "a:b:c")
        #expect(history.count == 0)
        #expect(history.memoryFailures == 1)
        #expect(history.openLimits == [4e9.naturalLog])
    }

    @Test("a success after shortages needed more than the limits that failed, whatever its peak says")
    func contradicted() {
        var book = HistoryBook()
        book.learn(attempt(.failed, class: .containerLimit))
        book.learn(attempt(.succeeded, limit: 8_000_000_000, peak: 1_000_000_000))
        let history = book.history(of: "a:b:c")
        #expect(history.runs[0].logNeed > 4e9.naturalLog)
        #expect(history.runs[0].logNeed <= 8e9.naturalLog)
        #expect(history.openLimits.isEmpty)
    }

    @Test("preempted and capped attempts do not teach growth")
    func preempted() {
        var book = HistoryBook()
        book.learn(attempt(.failed, class: .preemptedSpot))
        let history = book.history(of: "a:b:c")
        #expect(history.memoryFailures == 0 && history.otherFailures == 1 && history.openLimits.isEmpty)
    }

    @Test("sorted needs are the runs' needs, whatever comes and goes")
    func sorted() {
        var generator = SeededGenerator(seed: 1)
        var history = JobHistory()
        for _ in 0..<500 {
            history.add(RunRecord(logNeed: Double(generator.next() % 40)))
            #expect(history.sortedNeeds == history.runs.map(\.logNeed).sorted())
            #expect(history.count <= JobHistory.window)
        }
        #expect(history.successes == 500)
    }

    @Test("jobs are siblings by the parts of their names and by labels")
    func siblings() {
        var book = HistoryBook()
        for index in 0..<4 {
            book.learn(attempt(.succeeded, peak: 2_000_000_000, run: String(index), job: "run:method-x:data-\(index)"))
        }
        let groups = JobGroups(job: "run:method-x:data-9", labels: [:], engine: nil)
        #expect(!book.siblings(groups).isEmpty)
        #expect(Set(groups.keys).count == groups.keys.count)
        #expect(JobGroups.parts(of: "NFCORE_RNASEQ:RNASEQ:STAR (sample)") == ["NFCORE_RNASEQ", "RNASEQ", "STAR", "sample"])
    }

    @Test("remembered groups are those of the attempt's labels and engine")
    func memo() {
        var memo = JobGroupMemo()
        var attempt = Attempt(job: "run:method-x:data-9", engine: "slurm", requested: Resources(memoryBytes: 1), result: .failed)
        func groups() -> JobGroups { JobGroups(job: attempt.job, labels: attempt.labels, engine: attempt.engine) }
        for _ in 1...2 { #expect(memo.groups(of: attempt) == groups()) }
        attempt.labels = ["queue": "long"]
        for _ in 1...2 { #expect(memo.groups(of: attempt) == groups()) }
        attempt.engine = nil
        #expect(memo.groups(of: attempt) == groups())
        for number in 0...JobGroupMemo.mostJobs {
            attempt.job = "run:\(number)"
            _ = memo.groups(of: attempt)
        }
        #expect(memo.groups(of: attempt) == groups())
    }
}
