package import Remediation

/// Everything that was learnt from finished attempts: one history a job and one a group of jobs.
package struct HistoryBook: Codable, Hashable, Sendable {
    /// Histories by job.
    package private(set) var jobs: [String: JobHistory] = [:]
    /// Histories by the key of a group.
    package private(set) var groups: [String: JobHistory] = [:]
    /// Limits that failed for lack of memory and whose run has not ended yet, by job and run.
    private var pending = RecentRuns<[Double]>()
    /// What came of other tries, by the class of the failure before them.
    private var outcomes = RetryOutcomes()
    /// Attempts learnt.
    package private(set) var attempts = 0

    /// Whether the site grants time with memory: an attempt that ran out of time then needed more of both.
    private var couplesTime = false

    /// A book in which nothing is written.
    package init(couplesTime: Bool = false) { self.couplesTime = couplesTime }

    /// The history of `job`; empty if it is new.
    package func history(of job: String) -> JobHistory { jobs[job] ?? JobHistory() }

    /// The histories of the groups that hold anything, widest first.
    package func siblings(_ groups: JobGroups) -> [JobHistory] {
        groups.keys.compactMap { self.groups[$0] }
    }

    /// Learns a finished attempt.
    ///
    /// A killed attempt says that the need is above its limit: the peak that its scheduler reports is none. Attempts that failed for a
    /// reason other than memory teach nothing of the need.
    ///
    /// - Parameter groups: The groups of the attempt's job, where they are at hand.
    package mutating func learn(_ attempt: Attempt, groups: JobGroups? = nil) {
        attempts += 1
        let keys = (groups ?? JobGroups(of: attempt)).keys
        let run = Self.run(of: attempt)
        outcomes.learn(attempt, run: run)
        switch attempt.result {
        case .failed:
            let failure = FailureNote(attempt, couplesTime: couplesTime)
            if let logLimit = failure.logLimit { pending[run] = Array(((pending[run] ?? []) + [logLimit]).suffix(16)) }
            update(attempt.job, keys) { $0.add(failure) }
        case .succeeded:
            let logLimit = Double(attempt.requested.containerBytes).naturalLog
            let failed = pending[run] ?? []
            pending[run] = nil
            let floor = failed.max()
            // Without a measured peak (Slurm without accounting), what worked bounds the need from above. That is worth a record where
            // a failure bounds it from below, or where nothing else is known; a generous request alone would only repeat itself.
            let measured = attempt.peakMemoryBytes.flatMap { $0 > 0 ? Double($0).naturalLog : nil }
            let bound = floor != nil || history(of: attempt.job).count == 0 ? logLimit : nil
            guard var need = measured ?? bound else {
                update(attempt.job, keys) { $0.addUnmeasuredSuccess(seconds: attempt.runSeconds) }
                return
            }
            // A limit that failed though it lies above the peak was too small all the same: the need lies between it and the success.
            if let floor, floor >= need { need = min(floor + 0.05, max(logLimit, floor + 1e-6)) }
            let record = RunRecord(
                logNeed: need,
                logInput: attempt.inputBytes.flatMap { $0 > 0 ? $0.naturalLog : nil },
                seconds: attempt.runSeconds,
                cpus: attempt.requested.cpus,
                cpuSeconds: attempt.cpuSeconds
            )
            // The rules are judged before they learn of the run.
            jobs[attempt.job, default: JobHistory()].judge(record)
            update(attempt.job, keys) {
                $0.add(record)
                if !failed.isEmpty { $0.closeShortages(upTo: need, count: failed.count) }
            }
        }
    }

    /// What bears on a question about a job with these labels.
    package func excerpt(job: String, labels: [String: String], engine: String?) -> HistoryExcerpt {
        let own = history(of: job)
        let isKnown = own.count >= AttemptFeatures.enoughRuns
        let siblings = isKnown ? [] : siblings(JobGroups(job: job, labels: labels, engine: engine))
        return HistoryExcerpt(own: own, siblings: siblings, outcomes: outcomes.counts)
    }

    /// What bears on a question about the job of a failed attempt, as if that had been learnt, which it is not: it may never become durable.
    ///
    /// - Parameter groups: The groups of the attempt's job, where they are at hand.
    package func excerpt(supposing attempt: Attempt, groups known: JobGroups? = nil) -> HistoryExcerpt {
        var own = history(of: attempt.job)
        let failure = FailureNote(attempt, couplesTime: couplesTime)
        own.add(failure)
        let isKnown = own.count >= AttemptFeatures.enoughRuns
        let keys = isKnown ? [] : (known ?? JobGroups(of: attempt)).keys
        let siblings = keys.map { key in
            var group = groups[key] ?? JobHistory()
            group.add(failure)
            return group
        }
        return HistoryExcerpt(own: own, siblings: siblings, outcomes: outcomes.counts(supposing: attempt, run: Self.run(of: attempt)))
    }

    private static func run(of attempt: Attempt) -> String {
        attempt.runId.map { "\(attempt.job)\u{1F}\($0)" } ?? attempt.job
    }

    private mutating func update(_ job: String, _ keys: [String], _ change: (inout JobHistory) -> Void) {
        change(&jobs[job, default: JobHistory()])
        for key in keys { change(&groups[key, default: JobHistory()]) }
    }
}

extension FailureClass {
    /// Whether more of a site's memory choices is the remedy; where time comes with memory, it is for time too.
    package func isShortage(couplesTime: Bool) -> Bool { isMemory || (couplesTime && exhausted == .timeLimit) }
}
