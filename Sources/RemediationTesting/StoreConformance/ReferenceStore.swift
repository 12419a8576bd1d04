package import Remediation

/// The simplest store that keeps every promise of the port, in memory: what the fuzz compares others with.
package actor ReferenceStore: RemediationStore {
    private struct Entry {
        var failure: JobFailure
        var receivedAt: Timestamp
        var classification: Classification?
        var recommendation: Recommendation?
    }

    private struct AttemptKey: Hashable {
        var job: String
        var runId: String
        var attempt: Int

        init(_ failure: JobFailure) {
            (job, runId, attempt) = (failure.job, failure.runId, failure.attempt)
        }
    }

    private struct Outgoing {
        var delivery: Delivery
        var leaseUntil: Timestamp?
    }

    private var entries: [String: Entry] = [:]
    private var ids: [AttemptKey: String] = [:]
    private var keys: [String: (id: String, original: Bool)] = [:]
    private var failureIds: [String: String] = [:]
    private var outbox: [String: Outgoing] = [:]
    private var recorded: [(id: String, key: String?, attempt: Attempt)] = []
    private var outcomes: [String: Outcome] = [:]
    private var isClosed = false

    /// An empty store.
    package init() {}

    private func checkOpen() throws(RemediationError) {
        if isClosed { throw RemediationError(.unavailable, "the store is closed") }
    }

    private static func checkStorable(_ value: some Codable) throws(RemediationError) {
        _ = try StorableValue.check(value)
    }

    private func record(_ id: String, withLog: Bool = true) -> FailureRecord? {
        guard let entry = entries[id] else { return nil }
        var failure = entry.failure
        if !withLog { failure.log = "" }
        return FailureRecord(
            id: id,
            receivedAt: entry.receivedAt,
            failure: failure,
            classification: entry.classification,
            recommendation: entry.recommendation
        )
    }

    package func accept(_ failure: JobFailure, id: String, idempotencyKey: String?, receivedAt: Timestamp) async throws(RemediationError)
        -> Acceptance
    {
        try checkOpen()
        try StorableValue.check(names: ["job": failure.job, "runId": failure.runId, "engine": failure.engine])
        try StorableValue.check(key: idempotencyKey)
        try Self.checkStorable(failure)
        if let key = idempotencyKey, let known = keys[key], let earlier = record(known.id) {
            guard known.original ? earlier.failure == failure : AttemptKey(earlier.failure) == AttemptKey(failure) else {
                throw RemediationError(.conflict, "the key was used for another failure", field: "idempotencyKey")
            }
            return Acceptance(record: earlier, isNew: false)
        }
        if let earlier = ids[AttemptKey(failure)], let record = record(earlier) {
            if let idempotencyKey { keys[idempotencyKey] = (earlier, false) }
            return Acceptance(record: record, isNew: false)
        }
        guard entries[id] == nil else { throw RemediationError(.conflict, "the identifier is in use") }
        entries[id] = Entry(failure: failure, receivedAt: receivedAt)
        ids[AttemptKey(failure)] = id
        if let idempotencyKey { keys[idempotencyKey] = (id, true) }
        return Acceptance(record: FailureRecord(id: id, receivedAt: receivedAt, failure: failure), isNew: true)
    }

    package func decide(
        failureId: String,
        classification: Classification,
        recommendation: Recommendation,
        delivery: Delivery?
    ) async throws(RemediationError) -> FailureRecord {
        try checkOpen()
        guard recommendation.failureId == failureId else { throw RemediationError(.invalidInput, "is of another failure") }
        try Self.check(delivery, of: recommendation.id, in: recommendation.state)
        guard let present = record(failureId) else { throw RemediationError(.notFound, "no such failure") }
        guard present.recommendation == nil else { return present }
        guard failureIds[recommendation.id] == nil else { throw RemediationError(.conflict, "the identifier is in use") }
        try send(delivery)
        failureIds[recommendation.id] = failureId
        entries[failureId]?.classification = classification
        entries[failureId]?.recommendation = recommendation
        return record(failureId) ?? present
    }

    private static func check(_ delivery: Delivery?, of recommendation: String, in state: RecommendationState) throws(RemediationError) {
        guard let delivery else { return }
        guard state == .approved, delivery.repair.recommendationId == recommendation else {
            throw RemediationError(.invalidInput, "only an approved recommendation has a delivery, its own")
        }
    }

    private func send(_ delivery: Delivery?) throws(RemediationError) {
        guard let delivery else { return }
        let clash = outbox.values.contains { other in
            other.delivery.id == delivery.id || other.delivery.repair.idempotencyKey == delivery.repair.idempotencyKey
                || (other.delivery.state == .waiting && other.delivery.repair.recommendationId == delivery.repair.recommendationId)
        }
        guard !clash else { throw RemediationError(.conflict, "the delivery's identifier or key is in use") }
        outbox[delivery.id] = Outgoing(delivery: delivery)
    }

    package func failure(id: String) async throws(RemediationError) -> FailureRecord? {
        try checkOpen()
        return record(id)
    }

    private func matching(_ filter: FailureFilter, before cursor: String?) -> [FailureRecord] {
        entries.keys.sorted(by: >).compactMap { record($0, withLog: false) }.filter { record in
            (cursor.map { record.id < $0 } ?? true) && (filter.job.map { $0 == record.failure.job } ?? true)
                && (filter.runId.map { $0 == record.failure.runId } ?? true) && (filter.engine.map { $0 == record.failure.engine } ?? true)
                && (filter.failureClass.map { $0 == record.classification?.failureClass } ?? true)
                && (filter.state.map { $0 == record.recommendation?.state } ?? true)
        }
    }

    package func failures(_ filter: FailureFilter, page: PageRequest) async throws(RemediationError) -> Page<FailureRecord> {
        try checkOpen()
        let all = matching(filter, before: page.cursor)
        let items = Array(all.prefix(page.limit))
        return Page(items: items, nextCursor: all.count > items.count ? items.last?.id : nil)
    }

    package func undecidedFailures(limit: Int) async throws(RemediationError) -> [FailureRecord] {
        try checkOpen()
        let undecided = entries.filter { $0.value.recommendation == nil }.keys.sorted()
        return undecided.prefix(max(0, limit)).compactMap { record($0) }
    }

    package func recommendation(id: String) async throws(RemediationError) -> Recommendation? {
        try checkOpen()
        return failureIds[id].flatMap { entries[$0]?.recommendation }
    }

    package func recommendations(_ filter: FailureFilter, page: PageRequest) async throws(RemediationError) -> Page<Recommendation> {
        try checkOpen()
        let all = matching(filter, before: page.cursor).compactMap(\.recommendation)
        let items = Array(all.prefix(page.limit))
        return Page(items: items, nextCursor: all.count > items.count ? items.last?.failureId : nil)
    }

    package func change(_ change: RecommendationChange) async throws(RemediationError) -> Recommendation {
        try checkOpen()
        try Self.check(change.delivery, of: change.id, in: change.state)
        guard let failureId = failureIds[change.id], var recommendation = entries[failureId]?.recommendation else {
            throw RemediationError(.notFound, "no such recommendation")
        }
        guard change.state.predecessors.contains(recommendation.state) else {
            throw RemediationError(.conflict, "the recommendation is \(recommendation.state.rawValue)")
        }
        try send(change.delivery)
        recommendation.state = change.state
        recommendation.target = change.target ?? recommendation.target
        recommendation.decidedBy = change.actor
        recommendation.note = change.note ?? recommendation.note
        recommendation.updatedAt = change.at
        entries[failureId]?.recommendation = recommendation
        return recommendation
    }

    private func move(_ id: String, to state: RecommendationState, note: String?, at now: Timestamp) {
        guard let failureId = failureIds[id], var recommendation = entries[failureId]?.recommendation,
            state.predecessors.contains(recommendation.state)
        else { return }
        recommendation.state = state
        recommendation.note = note ?? recommendation.note
        recommendation.updatedAt = now
        entries[failureId]?.recommendation = recommendation
    }

    package func recordAttempt(
        _ attempt: Attempt,
        id: String,
        idempotencyKey: String?,
        recordedAt: Timestamp
    ) async throws(RemediationError) -> Bool {
        try checkOpen()
        try StorableValue.check(key: idempotencyKey)
        try Self.checkStorable(attempt)
        let isKnown = recorded.contains { entry in
            (idempotencyKey != nil && entry.key == idempotencyKey)
                || (attempt.runId != nil
                    && (entry.attempt.job, entry.attempt.runId, entry.attempt.attempt) == (attempt.job, attempt.runId, attempt.attempt))
        }
        guard !isKnown else { return false }
        guard !recorded.contains(where: { $0.id == id }) else { throw RemediationError(.conflict, "the identifier is in use") }
        recorded.append((id, idempotencyKey, attempt))
        return true
    }

    package func attempts(after cursor: String?, limit: Int) async throws(RemediationError) -> Page<Attempt> {
        try checkOpen()
        guard let after = cursor.map({ Int($0) }) ?? 0 else { throw RemediationError(.invalidInput, "is not a cursor", field: "cursor") }
        let rest = recorded.dropFirst(max(0, after))
        let items = rest.prefix(max(1, limit)).map(\.attempt)
        return Page(items: items, nextCursor: rest.count > items.count ? String(max(0, after) + items.count) : nil)
    }

    package func attempts(ofJob job: String, limit: Int) async throws(RemediationError) -> [Attempt] {
        try checkOpen()
        return recorded.reversed().map(\.attempt).filter { $0.job == job }.prefix(max(0, limit)).map { $0 }
    }

    package func recordOutcome(_ outcome: Outcome) async throws(RemediationError) -> Bool {
        try checkOpen()
        guard failureIds[outcome.recommendationId] != nil else { throw RemediationError(.notFound, "no such recommendation") }
        guard outcomes[outcome.recommendationId] == nil else { return false }
        outcomes[outcome.recommendationId] = outcome
        let state: RecommendationState = outcome.attempt.result == .succeeded ? .succeeded : .failedAgain
        move(outcome.recommendationId, to: state, note: nil, at: outcome.recordedAt)
        return true
    }

    package func outcome(ofRecommendation id: String) async throws(RemediationError) -> Outcome? {
        try checkOpen()
        return outcomes[id]
    }

    package func claimDeliveries(limit: Int, now: Timestamp, leaseSeconds: Double) async throws(RemediationError) -> [Delivery] {
        try checkOpen()
        let due = outbox.values.filter { outgoing in
            outgoing.delivery.state == .waiting && outgoing.delivery.dueAt <= now && (outgoing.leaseUntil.map { $0 <= now } ?? true)
        }
        let claimed = due.sorted { ($0.delivery.dueAt, $0.delivery.id) < ($1.delivery.dueAt, $1.delivery.id) }.prefix(max(0, limit))
        return claimed.compactMap { outgoing in
            outbox[outgoing.delivery.id]?.delivery.tries += 1
            outbox[outgoing.delivery.id]?.leaseUntil = now.adding(seconds: leaseSeconds)
            return outbox[outgoing.delivery.id]?.delivery
        }
    }

    package func finishDelivery(id: String, result: DeliveryResult, at now: Timestamp) async throws(RemediationError) {
        try checkOpen()
        guard var outgoing = outbox[id] else { throw RemediationError(.notFound, "no such delivery") }
        guard outgoing.delivery.state == .waiting else { return }
        let recommendation = outgoing.delivery.repair.recommendationId
        outgoing.leaseUntil = nil
        switch result {
        case .delivered(let receipt):
            outgoing.delivery.state = .delivered
            outgoing.delivery.receipt = receipt
            outgoing.delivery.lastError = nil
            move(recommendation, to: .applied, note: nil, at: now)
        case .retry(let at, let error):
            outgoing.delivery.dueAt = at
            outgoing.delivery.lastError = error
        case .dead(let error):
            outgoing.delivery.state = .dead
            outgoing.delivery.lastError = error
            move(recommendation, to: .applyFailed, note: error, at: now)
        }
        outbox[id] = outgoing
    }

    package func deliveries(in state: Delivery.State, limit: Int) async throws(RemediationError) -> [Delivery] {
        try checkOpen()
        let all = outbox.values.map(\.delivery).filter { $0.state == state }.sorted { $0.id > $1.id }
        return Array(all.prefix(max(0, limit)))
    }

    package func counts() async throws(RemediationError) -> StoreCounts {
        try checkOpen()
        var counts = StoreCounts(failures: entries.count, attempts: recorded.count, outcomes: outcomes.count)
        for entry in entries.values {
            if let failureClass = entry.classification?.failureClass { counts.failuresByClass[failureClass.rawValue, default: 0] += 1 }
            if let state = entry.recommendation?.state { counts.recommendationsByState[state.rawValue, default: 0] += 1 }
        }
        for outgoing in outbox.values { counts.deliveriesByState[outgoing.delivery.state.rawValue, default: 0] += 1 }
        return counts
    }

    package func checkHealth() async throws(RemediationError) { try checkOpen() }

    package func close() async { isClosed = true }
}
