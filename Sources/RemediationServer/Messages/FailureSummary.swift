internal import Remediation

/// A failure in a listing: what it takes to choose one, without its log.
struct FailureSummary: Encodable {
    let id: String
    let receivedAt: Timestamp
    let job: String
    let runId: String
    let attempt: Int
    let engine: String
    let resources: Resources
    /// The primary cause; nil until it is known.
    let failureClass: FailureClass?
    let retryable: Retryability?
    let confidence: Double?
    let rule: String?
    let recommendation: RecommendationSummary?

    enum CodingKeys: String, CodingKey {
        case id, receivedAt, job, runId, attempt, engine, resources
        case failureClass = "class"
        case retryable, confidence, rule, recommendation
    }

    init(_ record: FailureRecord) {
        id = record.id
        receivedAt = record.receivedAt
        job = record.failure.job
        runId = record.failure.runId
        attempt = record.failure.attempt
        engine = record.failure.engine
        resources = record.failure.resources
        failureClass = record.classification?.failureClass
        retryable = record.classification?.retryable
        confidence = record.classification?.confidence
        rule = record.classification?.rule
        recommendation = record.recommendation.map(RecommendationSummary.init)
    }
}

/// A recommendation in a listing of failures.
struct RecommendationSummary: Encodable {
    let id: String
    let action: Recommendation.Action
    let mode: RemediationMode
    let state: RecommendationState
    let target: Resources?

    init(_ recommendation: Recommendation) {
        id = recommendation.id
        action = recommendation.action
        mode = recommendation.mode
        state = recommendation.state
        target = recommendation.target
    }
}
