/// Calls that leave out what is seldom needed.
extension RemediationStore {
    /// Stores a posted failure that is decided later.
    package func accept(_ failure: JobFailure, id: String, idempotencyKey: String?, receivedAt: Timestamp) async throws(RemediationError)
        -> Acceptance
    {
        try await accept(failure, id: id, idempotencyKey: idempotencyKey, receivedAt: receivedAt, decision: nil)
    }

    /// Stores a decision without history.
    package func decide(
        failureId: String,
        classification: Classification,
        recommendation: Recommendation,
        delivery: Delivery?
    ) async throws(RemediationError) -> FailureRecord {
        let decision = Decision(classification: classification, recommendation: recommendation, delivery: delivery)
        return try await decide(failureId: failureId, decision).record
    }

    /// Stores an attempt that is no outcome.
    package func recordAttempt(
        _ attempt: Attempt,
        id: String,
        idempotencyKey: String?,
        recordedAt: Timestamp
    ) async throws(RemediationError) -> Bool {
        try await recordAttempt(attempt, id: id, idempotencyKey: idempotencyKey, recordedAt: recordedAt, outcome: nil)
    }

    /// Claims without budget and limits.
    package func claimDeliveries(limit: Int, now: Timestamp, leaseSeconds: Double) async throws(RemediationError) -> [Delivery] {
        try await claimDeliveries(DeliveryClaim(limit: limit, now: now, leaseSeconds: leaseSeconds))
    }

    /// The newest deliveries in `state`.
    package func deliveries(in state: Delivery.State, limit: Int) async throws(RemediationError) -> [Delivery] {
        guard limit > 0 else { return [] }
        return try await deliveries(in: state, ofRecommendation: nil, page: PageRequest(limit: limit)).items
    }

    /// Opens an incident without playbooks.
    package func open(_ incident: Incident, holding pause: Pause?) async throws(RemediationError) -> (incident: Incident, isNew: Bool) {
        try await open(incident, holding: pause, steps: [])
    }

    /// No news from other processes.
    package func deliveryWakeUps() -> AsyncStream<Void> { AsyncStream { $0.finish() } }
}
