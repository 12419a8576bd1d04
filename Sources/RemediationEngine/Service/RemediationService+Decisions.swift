package import Remediation
internal import Synchronization

extension RemediationService {
    /// Accepts a recommendation and sends it on its way.
    ///
    /// - Throws: `RemediationError`: `notFound`, `conflict` in a state that does not allow it or without a configuration to apply.
    package func approve(recommendation id: String, actor: String, note: String? = nil) async throws(RemediationError) -> Recommendation {
        try await send(id, target: nil, actor: actor, note: note)
    }

    /// Accepts another configuration than the recommended one and sends it on its way.
    ///
    /// - Throws: `RemediationError`: `notFound`, or `conflict` in a state that does not allow it.
    package func override(
        recommendation id: String,
        target: Resources,
        actor: String,
        note: String? = nil
    ) async throws(RemediationError) -> Recommendation {
        try await send(id, target: target, actor: actor, note: note)
    }

    /// Declines a recommendation.
    ///
    /// - Throws: `RemediationError`: `notFound`, or `conflict` in a state that does not allow it.
    package func reject(recommendation id: String, actor: String, note: String? = nil) async throws(RemediationError) -> Recommendation {
        try await store.change(RecommendationChange(id: id, to: .rejected, actor: actor, note: note, at: clock.now()))
    }

    /// Sends a dead delivery again, under its own idempotency key.
    ///
    /// - Throws: `RemediationError`: `notFound`, or `conflict` when it is not dead or was decided otherwise since.
    package func redeliver(deliveryId id: String, actor: String, reason: String? = nil) async throws(RemediationError) -> Delivery {
        let delivery = try await store.redeliver(id: id, actor: actor, reason: reason, at: clock.now())
        outbox.wake()
        return delivery
    }

    private func send(
        _ id: String,
        target: Resources?,
        actor: String,
        note: String?
    ) async throws(RemediationError) -> Recommendation {
        guard var recommendation = try await store.recommendation(id: id),
            let record = try await store.failure(id: recommendation.failureId)
        else {
            throw RemediationError(.notFound, "no recommendation has this identifier; GET /v1/recommendations lists them", field: "id")
        }
        recommendation.target = target ?? recommendation.target
        guard recommendation.target != nil else {
            throw RemediationError(
                .conflict,
                "the recommendation is to \(recommendation.action.rawValue) and names no configuration; override it with one",
                field: "id"
            )
        }
        // The scheduler may have taken the first try and lost only its answer: the same key keeps it from acting twice.
        if target == nil, recommendation.state == .applyFailed,
            let dead = try await store.deliveries(in: .dead, ofRecommendation: id, page: PageRequest(limit: 1)).items.first,
            dead.repair.target == recommendation.target
        {
            _ = try await redeliver(deliveryId: dead.id, actor: actor, reason: note)
            return try await store.recommendation(id: id) ?? recommendation
        }
        let changed = try await store.change(
            RecommendationChange(
                id: id,
                to: .approved,
                target: target,
                actor: actor,
                note: note,
                delivery: delivery(of: recommendation, for: record),
                at: clock.now()
            )
        )
        outbox.wake()
        return changed
    }

    /// The outbox row that carries `recommendation` out; nil where whoever posted the failure repairs it.
    func delivery(of recommendation: Recommendation, for record: FailureRecord) -> Delivery? {
        let failure = record.failure
        guard let target = recommendation.target, let adapter = adapter(for: failure.engine, of: policy) else { return nil }
        let id = identifiers.next()
        return Delivery(
            id: id,
            target: adapter,
            repair: Repair(
                idempotencyKey: id,
                recommendationId: recommendation.id,
                failureId: record.id,
                job: failure.job,
                runId: failure.runId,
                attempt: failure.attempt,
                engine: failure.engine,
                failureClass: record.classification?.failureClass ?? .unknown,
                current: failure.resources,
                target: target,
                labels: failure.labels
            ),
            dueAt: clock.now().adding(seconds: recommendation.state == .approved ? recommendation.backoffSeconds : 0)
        )
    }
}
