import GradientBoosting
import Remediation
import Testing

@testable import ModelLifecycle
@testable import RetryForecast

@Suite("Refitting from a site's history")
struct RefitTests {
    private func attempt(_ job: String, run: String?, _ result: Attempt.Result, limit: Int64, peak: Int64? = nil) -> Attempt {
        Attempt(
            job: job,
            runId: run,
            requested: Resources(memoryBytes: limit),
            result: result,
            failureClass: result == .failed ? .containerLimit : nil,
            peakMemoryBytes: peak,
            runSeconds: 60
        )
    }

    @Test("attempts of a run come together, in the order of their first ones")
    func runs() {
        var site = SiteTrace()
        site.add(attempt("a", run: "1", .failed, limit: 10))
        site.add(attempt("b", run: nil, .failed, limit: 10))
        site.add(attempt("a", run: "1", .succeeded, limit: 20, peak: 15))
        site.add(attempt("b", run: nil, .succeeded, limit: 20, peak: 15))
        site.add(attempt("b", run: nil, .succeeded, limit: 20, peak: 16))
        #expect(site.attempts == 5 && site.successes == 3)
        #expect(site.trace.runs.map { $0.attempts.map(\.requested.memoryBytes) } == [[10, 20], [10, 20], [20]])
    }

    @Test("what failed for another reason than memory says nothing of the need: it is not kept, and labels nothing")
    func otherReasons() {
        var site = SiteTrace()
        var other = attempt("a", run: "1", .failed, limit: 10)
        other.failureClass = .permissionDenied
        site.add(other)
        #expect(site.attempts == 1 && site.trace.runs.isEmpty)
        let bounds = NeedBounds(TracedRun(group: "a", attempts: [other], submitted: 0))
        #expect(bounds.label(logLimit: 1) == nil && bounds.label(logLimit: 40) == nil)
    }

    @Test("old runs go, new ones stay, and a run that goes on after that finds itself")
    func forgets() {
        var site = SiteTrace()
        let total = 2 * SiteTrace.mostRuns
        for run in 0..<(total - 1) { site.add(attempt("a", run: "\(run)", .succeeded, limit: 20, peak: 15)) }
        site.add(attempt("a", run: "last", .failed, limit: 10))
        #expect(site.trace.runs.count == SiteTrace.mostRuns)
        site.add(attempt("a", run: "last", .succeeded, limit: 20, peak: 15))
        #expect(site.trace.runs.last?.attempts.count == 2)
        #expect(site.trace.runs.count == SiteTrace.mostRuns)
    }

    @Test("a fit is due after two hundred successes, then after a quarter more")
    func due() {
        #expect(!ModelRefit.isDue(successes: 199, fitted: 0))
        #expect(ModelRefit.isDue(successes: 200, fitted: 0))
        #expect(!ModelRefit.isDue(successes: 2_100, fitted: 2_000))
        #expect(ModelRefit.isDue(successes: 2_500, fitted: 2_000))
    }

    /// At this site every run of a job needs a fifth more than the one before it: nothing of ours does so.
    @Test("a refitted model knows the site's own habits better than the model that it was fitted on top of")
    func learns() throws {
        var options = ForecastTrainer.Options()
        options.boosting.rounds = 60
        options.boosting.pairs = nil
        options.rows.shuffles = 0
        let base = SimulatedJobs(jobs: 40, runs: 6...20).trace()
        let before = try ForecastTrainer(options: options).train([base]).model
        func history(_ seed: Int) -> SiteTrace {
            var site = SiteTrace()
            for run in 0..<400 {
                var peak = 100_000_000.0 * Double(seed + run % 20)
                for _ in 0..<(run / 20) { peak *= 1.2 }
                let job = "job\(seed)-\(run % 20)"
                site.add(attempt(job, run: "\(run)", .succeeded, limit: 500_000_000_000, peak: Int64(peak)))
            }
            return site
        }
        let after = try ModelRefit(base: [base], options: options).model(history(1).trace)
        #expect(after.provenance.datasets.last == "site" && after.version != before.version)
        let unseen = history(2).trace
        #expect(ForecastQuality(after, on: unseen).brier < ForecastQuality(before, on: unseen).brier * 0.95)
    }
}
