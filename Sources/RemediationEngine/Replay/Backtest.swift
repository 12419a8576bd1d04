package import ModelLifecycle
package import Remediation

/// Replays policies side by side on one trace.
package struct Backtest: Sendable {
    /// How a trace is replayed.
    package enum Kind: String, Sendable, CaseIterable {
        /// By process, with a share of its runs as history: traces of measured peaks.
        case sizing
        /// In order of submission from no history, failing where the trace failed: traces of retries.
        case retries
    }

    /// One policy's line of the table.
    package struct Row: Sendable, Hashable {
        /// The policy.
        package var policy: String
        /// What it came to, summed over seeds.
        package var score: ReplayScore
    }

    /// How the trace is replayed.
    package let kind: Kind
    /// Histories drawn, from seed 1996; a replay of retries has one.
    package let seeds: Int
    private let trace: Trace
    private let sizing: SizingReplay
    private let jobs: [(name: String, runs: [Attempt])]

    /// A backtest of `trace`; by default it is a replay of retries if any run of the trace was tried twice.
    ///
    /// - Throws: `RemediationError` if nothing in the trace can be judged.
    package init(_ trace: Trace, kind: Kind? = nil, seeds: Int = 1, tellsInput: Bool = true) throws(RemediationError) {
        self.trace = trace
        self.kind = kind ?? (trace.runs.contains { $0.attempts.count > 1 } ? .retries : .sizing)
        self.seeds = self.kind == .sizing ? max(seeds, 1) : 1
        var sizing = SizingReplay()
        sizing.tellsInput = tellsInput
        self.sizing = sizing
        jobs = self.kind == .sizing ? sizing.processes(trace) : []
        let canJudge = self.kind == .retries ? trace.runs.contains(where: { $0.success != nil }) : !jobs.isEmpty
        guard canJudge else {
            throw RemediationError(
                .invalidInput,
                self.kind == .retries
                    ? "\(trace.name): no run succeeded, so nothing is known of what would have sufficed"
                    : "\(trace.name): no job has \(sizing.leastRuns) runs with a measured peak and a run time; give a longer trace"
            )
        }
    }

    /// The most limits that a site is taken to grant by name.
    private static let mostGranted = 16

    /// The limits in bytes that were tried in a trace of retries, ascending: what the site grants, if they are few; else empty.
    ///
    /// The trace says nothing of limits between those, so a policy that names one is charged for more than the smallest that did.
    package var grantedLimits: [Int64] {
        guard kind == .retries else { return [] }
        let limits = Set(trace.runs.flatMap { $0.attempts.map(\.requested.memoryBytes) })
        return limits.count <= Self.mostGranted ? limits.sorted() : []
    }

    /// Steps of one policy, for progress.
    package var steps: Int { kind == .retries ? 1 : jobs.count * seeds }

    /// Replays one policy; `make` gives it without history, once a job and seed, and `progress` is told of each step.
    package func run(
        _ name: String,
        make: () throws(RemediationError) -> any ReplayPolicy,
        progress: () -> Void = {}
    ) throws(RemediationError) -> Row {
        var row = Row(policy: name, score: ReplayScore())
        guard kind == .sizing else {
            var policy = try make()
            row.score = RetryReplay().replay(trace.runs, policy: &policy)
            progress()
            return row
        }
        for (_, runs) in jobs {
            for seed in 0..<UInt64(seeds) {
                var policy = try make()
                row.score += sizing.replay(runs, seed: 1996 + seed, policy: &policy)
                progress()
            }
        }
        return row
    }
}
