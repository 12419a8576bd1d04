internal import GradientBoosting
package import ModelLifecycle
package import Remediation

/// The sizing replay of the Sizey paper: runs of a process arrive one by one and a policy names their memory.
package struct SizingReplay: Sendable {
    /// The share of a process's runs that are history.
    package var historyShare = 0.3
    /// The fewest runs that a process must have.
    package var leastRuns = 34
    /// Whether the size of the input is told.
    package var tellsInput = true
    /// Whether the user's request is told.
    package var tellsRequest = false

    /// The protocol.
    package init() {}

    /// The processes of a trace that take part, by name.
    package func processes(_ trace: Trace) -> [(name: String, runs: [Attempt])] {
        var byJob: [String: [Attempt]] = [:]
        for run in trace.runs {
            guard let attempt = run.success, attempt.peakMemoryBytes != nil else { continue }
            byJob[attempt.job, default: []].append(attempt)
        }
        return byJob.sorted { $0.key < $1.key }
            .filter { $0.value.count >= leastRuns && $0.value.allSatisfy { ($0.runSeconds ?? 0) > 0 } }
            .map { ($0.key, $0.value) }
    }

    /// Replays one process: its history is drawn by seed, the rest arrives in its own order.
    package func replay(_ runs: [Attempt], seed: UInt64, policy: inout some ReplayPolicy) -> ReplayScore {
        var generator = SeededGenerator(seed: seed)
        let order = runs.indices.shuffled(using: &generator)
        let split = Int(historyShare * Double(runs.count))
        return replay(runs, history: order.prefix(split).sorted(), judged: order.dropFirst(split).sorted(), policy: &policy)
    }

    /// Replays one process with the runs at these places as history, and those as what arrives, in this order.
    package func replay(_ runs: [Attempt], history: [Int], judged: [Int], policy: inout some ReplayPolicy) -> ReplayScore {
        for index in history { policy.learn(told(runs[index])) }
        var score = ReplayScore()
        for index in judged { judge(told(runs[index]), &policy, &score) }
        return score
    }

    private func told(_ run: Attempt) -> Attempt {
        var run = run
        if !tellsInput { run.inputBytes = nil }
        return run
    }

    private func judge(_ run: Attempt, _ policy: inout some ReplayPolicy, _ score: inout ReplayScore) {
        let peak = run.peakMemoryBytes ?? 0
        let hours = (run.runSeconds ?? 0) / 3_600
        var request = AdviceRequest(
            job: run.job,
            requested: policy.foresees ? Resources(memoryBytes: peak) : tellsRequest || policy.usesRequest ? run.requested : nil,
            inputBytes: run.inputBytes
        )
        for number in 1...64 {
            var limit = policy.ladder(for: request).first ?? 0
            if let last = request.failed.last, limit <= last.resources.memoryBytes { limit = last.resources.memoryBytes * 2 }
            let resources = Resources(memoryBytes: max(limit, 1), cpus: run.requested.cpus)
            if number == 1 { score.noteFirst(succeeded: limit >= peak, chance: policy.lastChance) }
            score.gigabyteHours += Double(limit) / 1e9 * hours
            if limit >= peak {
                score.wastage += Double(limit - peak) / 1e9 * hours
                var done = run
                done.requested = resources
                done.attempt = number
                policy.learn(done)
                return
            }
            score.wastage += Double(limit) / 1e9 * hours
            score.failures += 1
            request.failed.append(FailedConfiguration(resources: resources, failureClass: .containerLimit, runSeconds: run.runSeconds))
            policy.learn(
                Attempt(
                    job: run.job,
                    runId: run.runId,
                    attempt: number,
                    requested: resources,
                    inputBytes: run.inputBytes,
                    result: .failed,
                    failureClass: .containerLimit,
                    runSeconds: run.runSeconds
                )
            )
        }
    }
}
