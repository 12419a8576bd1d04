package import ModelLifecycle
package import Remediation
internal import RetryForecast
internal import Synchronization

/// Holds the history of all jobs in memory: attempts go in, questions are answered from it.
package final class HistoryKeeper: Sendable {
    private let book: Mutex<HistoryBook>
    private let trace = Mutex(SiteTrace())
    private let groups = Mutex(JobGroupMemo())

    /// An empty history.
    ///
    /// - Parameter couplesTime: Whether the site grants time with memory, so that an attempt which ran out of time is a shortage of both; as
    ///   the advisor that asks has it.
    package init(couplesTime: Bool) {
        book = Mutex(HistoryBook(couplesTime: couplesTime))
    }

    /// Takes in a finished attempt.
    package func learn(_ attempt: Attempt) {
        let groups = groups.withLock { $0.groups(of: attempt) }
        book.withLock { $0.learn(attempt, groups: groups) }
        trace.withLock { $0.add(attempt) }
    }

    /// Attempts taken in.
    package var attempts: Int { trace.withLock(\.attempts) }

    /// Attempts taken in that succeeded.
    package var successes: Int { trace.withLock(\.successes) }

    /// The latest runs as a data set.
    package var site: Trace { trace.withLock(\.trace) }

    /// What `advisor` expects an attempt with `target` to cost at `now`, in USD.
    package func expectedCost(of target: Resources, _ request: AdviceRequest, by advisor: Advisor, at now: Timestamp) -> Double {
        let excerpt = book.withLock { $0.excerpt(job: request.job, labels: request.labels, engine: request.engine) }
        return advisor.expectedCost(of: target, request, history: excerpt, at: now)
    }

    /// The answer of `advisor` to `request` from the history so far.
    package func advise(_ request: AdviceRequest, by advisor: Advisor) -> Advice {
        // The search runs outside the lock.
        let excerpt = book.withLock { $0.excerpt(job: request.job, labels: request.labels, engine: request.engine) }
        return advisor.advise(request, history: excerpt)
    }

    /// The answer of `advisor` to `request`, which is about the job of `attempt`, from the history so far and that failed attempt, which
    /// is not learnt by that.
    package func advise(_ request: AdviceRequest, supposing attempt: Attempt, by advisor: Advisor) -> Advice {
        let groups = groups.withLock { $0.groups(of: attempt) }
        let excerpt = book.withLock { $0.excerpt(supposing: attempt, groups: groups) }
        return advisor.advise(request, history: excerpt)
    }
}
