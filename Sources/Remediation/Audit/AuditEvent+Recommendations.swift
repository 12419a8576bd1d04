/// The events that a store writes with the rows they tell of, in the same transaction.
extension AuditEvent {
    /// What `recommendation` was made, by whose leave.
    package static func decided(_ recommendation: Recommendation, of failureClass: FailureClass, delivery: Delivery?) -> AuditEvent {
        var after: [String: JSONValue] = [
            "action": .string(recommendation.action.rawValue), "class": .string(failureClass.rawValue),
            "failureId": .string(recommendation.failureId), "mode": .string(recommendation.mode.rawValue),
            "state": .string(recommendation.state.rawValue),
        ]
        if let target = recommendation.target { after["target"] = .string(target.summary) }
        if let delivery { after["delivery"] = .string(delivery.id) }
        if !recommendation.guardrails.isEmpty {
            after["guardrails"] = .array(recommendation.guardrails.map { .string($0.guardrail) })
        }
        return AuditEvent(
            .decided,
            subject: subject(ofRecommendation: recommendation.id),
            actor: recommendation.decidedBy ?? "mulligan",
            reason: recommendation.reasons.isEmpty ? nil : recommendation.reasons.joined(separator: " "),
            after: .object(after),
            at: recommendation.createdAt
        )
    }

    /// The step that `change` takes from `before`.
    package static func changed(
        _ change: RecommendationChange,
        before: (state: RecommendationState, target: Resources?),
        after target: Resources?
    ) -> AuditEvent {
        let kind: Kind =
            switch change.state {
            case .approved: change.target == nil ? .approved : .overridden
            case .rejected: .rejected
            case .applied: .applied
            case .applyFailed: .applyFailed
            case .succeeded, .failedAgain, .observed, .pending: .settled
            }
        var after = describe(change.state, target)
        if let delivery = change.delivery { after["delivery"] = .string(delivery.id) }
        return AuditEvent(
            kind,
            subject: subject(ofRecommendation: change.id),
            actor: change.actor,
            reason: change.note,
            before: .object(describe(before.state, before.target)),
            after: .object(after),
            at: change.at
        )
    }

    /// How a delivery ended: taken by its scheduler, or given up. Nil of one that is to be tried again, which changes nothing.
    package static func finished(
        _ delivery: (id: String, target: String, recommendation: String),
        _ result: DeliveryResult,
        recommendation: (before: RecommendationState, after: RecommendationState),
        at now: Timestamp
    ) -> AuditEvent? {
        let (kind, reason): (Kind, String)
        switch result {
        case .retry, .held: return nil
        case .delivered(let receipt): (kind, reason) = (.applied, receipt)
        case .dead(let error): (kind, reason) = (.applyFailed, error)
        }
        return AuditEvent(
            kind,
            subject: subject(ofRecommendation: delivery.recommendation),
            actor: "scheduler/\(delivery.target)",
            reason: reason,
            before: .object(["state": .string(recommendation.before.rawValue)]),
            after: .object(["delivery": .string(delivery.id), "state": .string(recommendation.after.rawValue)]),
            at: now
        )
    }

    /// A delivery that was given up and is tried again.
    package static func redelivered(
        _ delivery: (id: String, recommendation: String),
        actor: String,
        reason: String?,
        recommendation: (before: RecommendationState, after: RecommendationState),
        at now: Timestamp
    ) -> AuditEvent {
        AuditEvent(
            .redelivered,
            subject: subject(ofRecommendation: delivery.recommendation),
            actor: actor,
            reason: reason,
            before: .object(["state": .string(recommendation.before.rawValue)]),
            after: .object(["delivery": .string(delivery.id), "state": .string(recommendation.after.rawValue)]),
            at: now
        )
    }

    /// The outcome of a recommendation, and the deliveries that it made needless.
    package static func settled(
        _ outcome: Outcome,
        recommendation: (before: RecommendationState, after: RecommendationState),
        cancelled: [String]
    ) -> AuditEvent {
        var after: [String: JSONValue] = [
            "followed": .bool(outcome.followed), "result": .string(outcome.attempt.result.rawValue),
            "state": .string(recommendation.after.rawValue),
        ]
        if !cancelled.isEmpty { after["cancelledDeliveries"] = .array(cancelled.map { .string($0) }) }
        return AuditEvent(
            .settled,
            subject: subject(ofRecommendation: outcome.recommendationId),
            actor: "mulligan",
            before: .object(["state": .string(recommendation.before.rawValue)]),
            after: .object(after),
            at: outcome.recordedAt
        )
    }

    /// `recommendation/ID`.
    package static func subject(ofRecommendation id: String) -> String { "recommendation/\(id)" }

    private static func describe(_ state: RecommendationState, _ target: Resources?) -> [String: JSONValue] {
        var fields: [String: JSONValue] = ["state": .string(state.rawValue)]
        if let target { fields["target"] = .string(target.summary) }
        return fields
    }
}
