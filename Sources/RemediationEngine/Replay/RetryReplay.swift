package import ModelLifecycle
internal import Remediation

/// The retry replay: tasks arrive in order of submission with no limit known to fail, and a policy names limits until one suffices.
package struct RetryReplay: Sendable {
    /// Whether tasks overlap as they did, so that one submitted meanwhile does not know of another; else each ends before the next is asked.
    package var overlaps = false

    /// The replay.
    package init() {}

    /// One task on its way.
    private struct Task {
        let run: TracedRun
        let success: Attempt
        var request: AdviceRequest
        var failed: Int { request.failed.count }
    }

    /// Something that happens at a time: a task asks, after what its last attempt came to.
    private struct Event {
        let time: Double
        let task: Int
        let ended: Attempt?
    }

    /// Replays the tasks of `runs`; every attempt is learnt when it ends, so tasks that overlap know of each other only what has ended.
    package func replay(_ runs: [TracedRun], policy: inout some ReplayPolicy) -> ReplayScore {
        var score = ReplayScore()
        var tasks: [Task] = []
        var queue: [Event] = []
        for run in runs {
            guard let success = run.success else { continue }
            queue.append(Event(time: run.submitted, task: tasks.count, ended: nil))
            let asked = policy.foresees ? success.requested : policy.usesRequest ? run.attempts.first?.requested : nil
            let request = AdviceRequest(job: success.job, engine: success.engine, labels: success.labels, requested: asked)
            tasks.append(Task(run: run, success: success, request: request))
        }
        // Latest first, so that the next event is the last.
        queue.sort { ($0.time, $0.task) > ($1.time, $1.task) }
        while let event = queue.popLast() {
            if let ended = event.ended {
                policy.learn(ended)
                if ended.result == .succeeded { continue }
                tasks[event.task].request.failed.append(
                    FailedConfiguration(resources: ended.requested, failureClass: ended.failureClass, runSeconds: ended.runSeconds)
                )
            }
            let attempt = attempt(of: tasks[event.task], &policy, &score)
            let next = Event(time: event.time + (overlaps ? attempt.runSeconds ?? 0 : 0), task: event.task, ended: attempt)
            guard overlaps else {
                queue.append(next)
                continue
            }
            let place = queue.firstIndex { ($0.time, $0.task) < (next.time, next.task) } ?? queue.count
            queue.insert(next, at: place)
        }
        return score
    }

    /// Asks the policy for a limit and looks up what the trace says of it.
    private func attempt(of task: Task, _ policy: inout some ReplayPolicy, _ score: inout ReplayScore) -> Attempt {
        var limit = policy.ladder(for: task.request).first ?? 0
        if let last = task.request.failed.last, limit <= last.resources.memoryBytes { limit = last.resources.memoryBytes * 2 }
        var attempt = task.success
        attempt.attempt = task.failed + 1
        attempt.requested.memoryBytes = max(limit, 1)
        let gigabytes = Double(limit) / 1_073_741_824
        if task.failed == 0 {
            score.noteFirst(succeeded: limit >= task.success.requested.memoryBytes, chance: policy.lastChance)
        }
        if limit >= task.success.requested.memoryBytes {
            score.gigabyteHours += gigabytes * (task.success.runSeconds ?? 0) / 3_600
            return attempt
        }
        // What the trace says of the nearest limit that failed at or above this one, or the largest that did.
        let failed = task.run.attempts.filter { $0.result == .failed }
        let like =
            failed.filter { $0.requested.memoryBytes >= limit }.min { $0.requested.memoryBytes < $1.requested.memoryBytes }
            ?? failed.last
        attempt.result = .failed
        attempt.failureClass = like?.failureClass ?? .containerLimit
        attempt.peakMemoryBytes = nil
        attempt.runSeconds = like?.runSeconds ?? task.success.runSeconds
        score.gigabyteHours += gigabytes * (attempt.runSeconds ?? 0) / 3_600
        score.failures += 1
        return attempt
    }
}
