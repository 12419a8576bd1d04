/// What a scheduler is asked to do: run this job again with these resources.
package struct Repair: Hashable, Sendable, Codable {
    /// The same for every try of one delivery: a receiver acts on it at most once.
    package var idempotencyKey: String
    /// The recommendation that it carries out.
    package var recommendationId: String
    /// The failure that it answers.
    package var failureId: String
    /// The job's name.
    package var job: String
    /// The run to try again: the scheduler's identifier.
    package var runId: String
    /// The attempt that failed.
    package var attempt: Int
    /// The engine or scheduler.
    package var engine: String
    /// Why it failed.
    package var failureClass: FailureClass
    /// What the failed attempt had.
    package var current: Resources
    /// What the next attempt gets.
    package var target: Resources
    /// The failure's labels.
    package var labels: [String: String]

    /// A repair.
    package init(
        idempotencyKey: String,
        recommendationId: String,
        failureId: String,
        job: String,
        runId: String,
        attempt: Int,
        engine: String,
        failureClass: FailureClass,
        current: Resources,
        target: Resources,
        labels: [String: String] = [:]
    ) {
        self.idempotencyKey = idempotencyKey
        self.recommendationId = recommendationId
        self.failureId = failureId
        self.job = job
        self.runId = runId
        self.attempt = attempt
        self.engine = engine
        self.failureClass = failureClass
        self.current = current
        self.target = target
        self.labels = labels
    }
}

extension Repair: Bounded {
    package var isWithinBounds: Bool { current.isWithinBounds && target.isWithinBounds }
}
