/// How long the posts of failures take, as a whole and by stage.
package struct PostTimes: Sendable {
    /// A part of a post that is timed by itself; the names are the values of a metric's label.
    package enum Stage: String, Sendable, CaseIterable {
        /// Rules, and the second opinion where none holds.
        case classify
        /// Forecast and search; only where the resources are in question.
        case advise
        /// The one durable write, the wait for others' included.
        case commit
    }

    /// The bounds of the buckets, in seconds: a post takes half a millisecond on an idle machine, and a slow disk takes hundreds.
    static let bounds = [
        0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
    ]

    /// From the decoded failure to the stored decision.
    package let whole = TimeHistogram(bounds: bounds)
    private let classify = TimeHistogram(bounds: bounds)
    private let advise = TimeHistogram(bounds: bounds)
    private let commit = TimeHistogram(bounds: bounds)

    /// The histogram of `stage`.
    package func of(_ stage: Stage) -> TimeHistogram {
        switch stage {
        case .classify: classify
        case .advise: advise
        case .commit: commit
        }
    }

    /// Runs `work` and counts how long it took.
    func time<Value>(_ stage: Stage, _ work: () -> Value) -> Value {
        let start = ContinuousClock.now
        defer { of(stage).observe(ContinuousClock.now - start) }
        return work()
    }
}
