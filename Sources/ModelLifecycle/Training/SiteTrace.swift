package import Remediation

/// A site's own attempts as a data set: what the model is refitted from.
package struct SiteTrace: Sendable {
    /// The most runs that are kept; the oldest go first.
    package static let mostRuns = 20_000

    /// Attempts ever taken in.
    package private(set) var attempts = 0
    /// Attempts ever that succeeded: each ends a run whose need is known then.
    package private(set) var successes = 0
    private var runs: [TracedRun] = []
    /// The place of each run that may go on, by job and run.
    private var unfinished: [String: Int] = [:]
    /// How many runs have gone from the front.
    private var gone = 0

    /// A site of which nothing is known.
    package init() {}

    /// The runs so far, in the order of their first attempts.
    package var trace: Trace { Trace(name: "site", runs: runs) }

    /// Takes in a finished attempt.
    package mutating func add(_ attempt: Attempt) {
        attempts += 1
        if attempt.result == .succeeded { successes += 1 }
        // What failed for another reason than memory says nothing of the need, and would push out what does.
        guard attempt.result == .succeeded || attempt.failureClass?.isMemory ?? true else { return }
        // A run without a name goes on until it succeeds.
        let key = "\(attempt.job)\u{1F}\(attempt.runId ?? "")"
        if let place = unfinished[key], place >= gone {
            runs[place - gone].attempts.append(attempt)
        } else {
            unfinished[key] = gone + runs.count
            runs.append(TracedRun(group: attempt.job, attempts: [attempt], submitted: Double(attempts)))
        }
        if attempt.result == .succeeded { unfinished[key] = nil }
        // By halves, so that forgetting costs nothing a run.
        guard runs.count >= 2 * Self.mostRuns else { return }
        gone += Self.mostRuns
        runs.removeFirst(Self.mostRuns)
        unfinished = unfinished.filter { $0.value >= gone }
    }
}
