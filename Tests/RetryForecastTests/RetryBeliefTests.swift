import Remediation
import Testing

@testable import RetryForecast

@Suite("Beliefs about another try")
struct RetryBeliefTests {
    private func attempt(_ result: Attempt.Result, run: String, _ failureClass: FailureClass? = nil) -> Attempt {
        Attempt(
            job: "j",
            runId: run,
            requested: Resources(memoryBytes: 1_000),
            result: result,
            failureClass: failureClass,
            peakMemoryBytes: result == .succeeded ? 900 : nil
        )
    }

    @Test("a declared prior speaks until outcomes do, and they move it by their number")
    func updates() {
        var book = HistoryBook()
        let prior = book.belief(.preemptedSpot)
        #expect(prior.outcomes == 0 && abs(prior.mean - 0.9) < 1e-12)
        for run in 0..<10 {
            book.learn(attempt(.failed, run: String(run), .preemptedSpot))
            book.learn(attempt(run < 2 ? .succeeded : .failed, run: String(run), .userException))
        }
        let belief = book.belief(.preemptedSpot)
        #expect(belief.outcomes == 10 && abs(belief.mean - 11.0 / 20) < 1e-12)
        #expect(book.belief(.nodeLost).outcomes == 0)
    }

    @Test("a failure that is only followed by another of its run is the outcome of the first")
    func chains() {
        var book = HistoryBook()
        book.learn(attempt(.failed, run: "1", .connectTimeout))
        book.learn(attempt(.failed, run: "1", .containerLimit))
        book.learn(attempt(.succeeded, run: "1"))
        #expect(book.belief(.connectTimeout).failures == 1)
        #expect(book.belief(.containerLimit).outcomes == 0)
        #expect(book.belief(.connectTimeout).outcomes == 1)
    }

    @Test("a supposed attempt leaves no outcome")
    func supposing() {
        var book = HistoryBook()
        book.learn(attempt(.failed, run: "1", .nodeLost))
        let inside = book.excerpt(supposing: attempt(.failed, run: "1", .nodeLost)).belief(.nodeLost)
        #expect(inside.outcomes == 1 && inside.failures == 1 && book.belief(.nodeLost).outcomes == 0)
    }

    @Test("a supposed failure is seen as a learnt one", arguments: [FailureClass.containerLimit, .nodeLost], [0, 3, 9])
    func supposedAndLearnt(failureClass: FailureClass, runs: Int) {
        var book = HistoryBook()
        for run in 0..<runs { book.learn(attempt(.succeeded, run: "\(run)")) }
        book.learn(attempt(.failed, run: "a", .nodeLost))
        let failure = attempt(.failed, run: "a", failureClass)
        let supposed = book.excerpt(supposing: failure)
        book.learn(failure)
        let learnt = book.excerpt(job: failure.job, labels: failure.labels, engine: failure.engine)
        #expect(supposed.own == learnt.own && supposed.siblings == learnt.siblings)
        #expect(supposed.siblings.isEmpty == (runs >= AttemptFeatures.enoughRuns))
        #expect(supposed.belief(.nodeLost).failures == 1 && learnt.belief(.nodeLost).failures == 1)
    }

    @Test("every class has a prior worth at most twenty tries, and what no retry cures a small one")
    func priors() {
        for failureClass in FailureClass.all {
            let prior = RetryBelief.prior(failureClass)
            #expect(prior.successes > 0 && prior.failures > 0 && prior.successes + prior.failures <= 20)
            if failureClass.retryability == .no { #expect(RetryBelief(failureClass).mean < 0.1) }
        }
    }
}

extension HistoryBook {
    /// What is believed of another try, whatever the job.
    fileprivate func belief(_ failureClass: FailureClass) -> RetryBelief {
        excerpt(job: "j", labels: [:], engine: nil).belief(failureClass)
    }
}
