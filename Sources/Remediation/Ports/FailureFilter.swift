/// Which failures, or recommendations of failures, to list; nil means any.
package struct FailureFilter: Hashable, Sendable {
    /// The job's name.
    package var job: String?
    /// The run.
    package var runId: String?
    /// The engine.
    package var engine: String?
    /// The primary cause.
    package var failureClass: FailureClass?
    /// The state of the recommendation.
    package var state: RecommendationState?

    /// A filter.
    package init(
        job: String? = nil,
        runId: String? = nil,
        engine: String? = nil,
        failureClass: FailureClass? = nil,
        state: RecommendationState? = nil
    ) {
        self.job = job
        self.runId = runId
        self.engine = engine
        self.failureClass = failureClass
        self.state = state
    }
}
