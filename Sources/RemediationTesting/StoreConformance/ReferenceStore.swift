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
        var dueFrom: Timestamp
        var leaseUntil: Timestamp?
        var heldBy: String?
    }

    private var entries: [String: Entry] = [:]
    private var ids: [AttemptKey: String] = [:]
    private var keys: [String: (id: String, original: Bool)] = [:]
    private var failureIds: [String: String] = [:]
    private var outbox: [String: Outgoing] = [:]
    private var recorded: [(id: String, key: String?, attempt: Attempt)] = []
    private var outcomes: [String: Outcome] = [:]
    private var isClosed = false
    private var audit: [AuditRecord] = []
    private var paused: [Pause] = []
    private var bucket: TokenBucket?
    private var known: [Incident] = []
    private var minutes: [FailureCount: Int] = [:]
    private var counted: CountingPlan.Counted?
    private var steps: [String: (step: PlaybookStep, leaseUntil: Timestamp?)] = [:]
    private var reserved: [String: SpendingReservation] = [:]

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

    private func note(_ event: AuditEvent) throws(RemediationError) {
        audit.append(try AuditRecord(event, after: (Int64(audit.count), audit.last?.hash ?? AuditRecord.root)))
    }

    package func accept(
        _ failure: JobFailure,
        id: String,
        idempotencyKey: String?,
        receivedAt: Timestamp,
        decision: Decision?
    ) async throws(RemediationError) -> Acceptance {
        try checkOpen()
        if let decision { try Self.check(decision, of: id) }
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
        if let decision { try checkRoom(for: decision) }
        entries[id] = Entry(failure: failure, receivedAt: receivedAt)
        ids[AttemptKey(failure)] = id
        if let idempotencyKey { keys[idempotencyKey] = (id, true) }
        let learnt = if let decision { try store(decision, of: id) } else { false }
        return Acceptance(
            record: record(id) ?? FailureRecord(id: id, receivedAt: receivedAt, failure: failure),
            isNew: true,
            learnt: learnt
        )
    }

    package func decide(failureId: String, _ decision: Decision) async throws(RemediationError) -> Acceptance {
        try checkOpen()
        try Self.check(decision, of: failureId)
        guard let present = record(failureId) else { throw RemediationError(.notFound, "no such failure") }
        guard present.recommendation == nil else { return Acceptance(record: present, isNew: false) }
        try checkRoom(for: decision)
        let learnt = try store(decision, of: failureId)
        return Acceptance(record: record(failureId) ?? present, isNew: false, learnt: learnt)
    }

    private static func check(_ decision: Decision, of failureId: String) throws(RemediationError) {
        guard decision.recommendation.failureId == failureId else { throw RemediationError(.invalidInput, "is of another failure") }
        try check(decision.delivery, of: decision.recommendation.id, in: decision.recommendation.state)
        if let attempt = decision.attempt { try checkStorable(attempt.attempt) }
        if let outcome = decision.outcome { try checkStorable(outcome) }
    }

    /// Refuses a decision that would fail half-way.
    private func checkRoom(for decision: Decision) throws(RemediationError) {
        guard failureIds[decision.recommendation.id] == nil else { throw RemediationError(.conflict, "the identifier is in use") }
        try checkRoom(for: decision.delivery)
        if let attempt = decision.attempt, !isKnown(attempt.attempt, key: nil), recorded.contains(where: { $0.id == attempt.id }) {
            throw RemediationError(.conflict, "the identifier is in use")
        }
        if let outcome = decision.outcome, failureIds[outcome.recommendationId] == nil {
            throw RemediationError(.notFound, "no such recommendation")
        }
    }

    private func store(_ decision: Decision, of failureId: String) throws(RemediationError) -> Bool {
        send(decision.delivery, at: decision.recommendation.updatedAt)
        failureIds[decision.recommendation.id] = failureId
        entries[failureId]?.classification = decision.classification
        entries[failureId]?.recommendation = decision.recommendation
        var learnt = false
        if let attempt = decision.attempt { learnt = try insert(attempt, key: nil) }
        if let outcome = decision.outcome { _ = try insert(outcome) }
        try note(.decided(decision.recommendation, of: decision.classification.failureClass, delivery: decision.delivery))
        return learnt
    }

    private static func check(_ delivery: Delivery?, of recommendation: String, in state: RecommendationState) throws(RemediationError) {
        guard let delivery else { return }
        guard state == .approved, delivery.repair.recommendationId == recommendation else {
            throw RemediationError(.invalidInput, "only an approved recommendation has a delivery, its own")
        }
    }

    private func checkRoom(for delivery: Delivery?) throws(RemediationError) {
        guard let delivery else { return }
        let clash = outbox.values.contains { other in
            other.delivery.id == delivery.id || other.delivery.repair.idempotencyKey == delivery.repair.idempotencyKey
                || (other.delivery.state == .waiting && other.delivery.repair.recommendationId == delivery.repair.recommendationId)
        }
        guard !clash else { throw RemediationError(.conflict, "the delivery's identifier or key is in use") }
    }

    private func send(_ delivery: Delivery?, at now: Timestamp) {
        if let delivery { outbox[delivery.id] = Outgoing(delivery: delivery, dueFrom: now) }
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
        try checkRoom(for: change.delivery)
        send(change.delivery, at: change.at)
        let before = (state: recommendation.state, target: recommendation.target)
        recommendation.state = change.state
        recommendation.target = change.target ?? recommendation.target
        recommendation.decidedBy = change.actor
        recommendation.note = change.note ?? recommendation.note
        recommendation.updatedAt = change.at
        entries[failureId]?.recommendation = recommendation
        try note(.changed(change, before: before, after: recommendation.target))
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
        recordedAt: Timestamp,
        outcome: Outcome?
    ) async throws(RemediationError) -> Bool {
        try checkOpen()
        try StorableValue.check(key: idempotencyKey)
        try Self.checkStorable(attempt)
        if let outcome, failureIds[outcome.recommendationId] == nil { throw RemediationError(.notFound, "no such recommendation") }
        let isNew = try insert(NumberedAttempt(id: id, attempt: attempt, recordedAt: recordedAt), key: idempotencyKey)
        if let outcome { _ = try insert(outcome) }
        return isNew
    }

    private func isKnown(_ attempt: Attempt, key: String?) -> Bool {
        recorded.contains { entry in
            (key != nil && entry.key == key)
                || (attempt.runId != nil
                    && (entry.attempt.job, entry.attempt.runId, entry.attempt.attempt) == (attempt.job, attempt.runId, attempt.attempt))
        }
    }

    private func insert(_ numbered: NumberedAttempt, key: String?) throws(RemediationError) -> Bool {
        guard !isKnown(numbered.attempt, key: key) else { return false }
        guard !recorded.contains(where: { $0.id == numbered.id }) else { throw RemediationError(.conflict, "the identifier is in use") }
        recorded.append((numbered.id, key, numbered.attempt))
        return true
    }

    package func attempts(
        after sequence: Int64,
        excluding known: Set<String>,
        limit: Int
    ) async throws(RemediationError) -> RecordedAttempts {
        try checkOpen()
        let rest = recorded.enumerated().dropFirst(Int(max(0, sequence)))
        let stretch = rest.prefix(max(1, limit))
        return RecordedAttempts(
            items: stretch.filter { !known.contains($0.element.id) }.map { .init(id: $0.element.id, attempt: $0.element.attempt) },
            identifiers: Dictionary(uniqueKeysWithValues: stretch.map { (Int64($0.offset + 1), $0.element.id) }),
            last: sequence + Int64(stretch.count),
            isEnd: rest.count <= stretch.count
        )
    }

    package func attempts(ofJob job: String, limit: Int) async throws(RemediationError) -> [Attempt] {
        try checkOpen()
        return recorded.reversed().map(\.attempt).filter { $0.job == job }.prefix(max(0, limit)).map { $0 }
    }

    package func recordOutcome(_ outcome: Outcome) async throws(RemediationError) -> Bool {
        try checkOpen()
        return try insert(outcome)
    }

    private func insert(_ outcome: Outcome) throws(RemediationError) -> Bool {
        let id = outcome.recommendationId
        guard let before = state(id) else { throw RemediationError(.notFound, "no such recommendation") }
        guard outcomes[id] == nil else { return false }
        outcomes[id] = outcome
        let state: RecommendationState = outcome.attempt.result == .succeeded ? .succeeded : .failedAgain
        move(id, to: state, note: nil, at: outcome.recordedAt)
        let waiting = outbox.values.filter { $0.delivery.state == .waiting && $0.delivery.repair.recommendationId == id }.map(\.delivery.id)
        for delivery in waiting {
            outbox[delivery]?.delivery.state = .cancelled
            outbox[delivery]?.delivery.lastError = Delivery.cancelReason
            outbox[delivery]?.delivery.waitsFor = nil
            outbox[delivery]?.heldBy = nil
        }
        try note(.settled(outcome, recommendation: (before, self.state(id) ?? before), cancelled: waiting))
        return true
    }

    private func state(_ id: String) -> RecommendationState? {
        failureIds[id].flatMap { entries[$0]?.recommendation?.state }
    }

    package func outcome(ofRecommendation id: String) async throws(RemediationError) -> Outcome? {
        try checkOpen()
        return outcomes[id]
    }

    package func outcomes(limit: Int) async throws(RemediationError) -> [Outcome] {
        try checkOpen()
        return outcomes.sorted { $0.key > $1.key }.prefix(max(0, limit)).map(\.value)
    }

    package func claimDeliveries(_ claim: DeliveryClaim) async throws(RemediationError) -> [Delivery] {
        try checkOpen()
        try claim.check()
        guard claim.limit > 0 else { return [] }
        let due = outbox.values.filter { outgoing in
            outgoing.delivery.state == .waiting && outgoing.heldBy == nil && outgoing.delivery.dueAt <= claim.now
                && (outgoing.leaseUntil.map { $0 <= claim.now || $0 > claim.longestLease } ?? true)
        }
        var screen = ClaimScreen(claim, pauses: paused, bucket: bucket)
        var claimed: [Delivery] = []
        for outgoing in due.sorted(by: { ($0.delivery.dueAt, $0.delivery.id) < ($1.delivery.dueAt, $1.delivery.id) }) {
            guard !screen.isFull else { break }
            var outgoing = outgoing
            switch screen.screen(outgoing.delivery) {
            case .take:
                outgoing.delivery.tries += 1
                outgoing.delivery.waitsFor = nil
                outgoing.leaseUntil = claim.now.adding(seconds: claim.leaseSeconds)
                claimed.append(outgoing.delivery)
            case .hold(let pause, let reason):
                outgoing.heldBy = pause
                outgoing.delivery.waitsFor = reason
            case .wait(let reason):
                outgoing.delivery.waitsFor = reason
            }
            outbox[outgoing.delivery.id] = outgoing
        }
        bucket = screen.bucketToStore ?? bucket
        return claimed
    }

    package func finishDelivery(id: String, ofTry number: Int, result: DeliveryResult, at now: Timestamp) async throws(RemediationError) {
        try checkOpen()
        guard var outgoing = outbox[id] else { throw RemediationError(.notFound, "no such delivery") }
        let recommendation = outgoing.delivery.repair.recommendationId
        guard let before = state(recommendation) else { throw RemediationError(.notFound, "no such recommendation") }
        switch result {
        case .delivered(let receipt):
            guard [.waiting, .cancelled].contains(outgoing.delivery.state) else { return }
            outgoing.delivery.state = .delivered
            outgoing.delivery.receipt = receipt
            outgoing.delivery.lastError = nil
            move(recommendation, to: .applied, note: nil, at: now)
        case .retry(let at, let error):
            guard outgoing.delivery.state == .waiting, outgoing.delivery.tries == number else { return }
            outgoing.delivery.dueAt = at
            outgoing.dueFrom = now
            outgoing.delivery.lastError = error
            outgoing.leaseUntil = nil
            outbox[id] = outgoing
            return
        case .held(let at, let reason):
            guard outgoing.delivery.state == .waiting, outgoing.delivery.tries == number else { return }
            outgoing.delivery.dueAt = at
            outgoing.dueFrom = now
            outgoing.delivery.waitsFor = reason
            outgoing.delivery.triesBefore += 1
            outgoing.leaseUntil = nil
            outbox[id] = outgoing
            return
        case .dead(let error):
            guard outgoing.delivery.state == .waiting, outgoing.delivery.tries == number else { return }
            outgoing.delivery.state = .dead
            outgoing.delivery.lastError = error
            move(recommendation, to: .applyFailed, note: error, at: now)
        }
        outgoing.leaseUntil = nil
        outgoing.heldBy = nil
        outgoing.delivery.waitsFor = nil
        outbox[id] = outgoing
        let delivery = (id: id, target: outgoing.delivery.target, recommendation: recommendation)
        let after = state(recommendation) ?? before
        if let event = AuditEvent.finished(delivery, result, recommendation: (before, after), at: now) { try note(event) }
    }

    package func redeliver(id: String, actor: String, reason: String?, at now: Timestamp) async throws(RemediationError) -> Delivery {
        try checkOpen()
        guard var outgoing = outbox[id] else { throw RemediationError(.notFound, "no such delivery") }
        let recommendation = outgoing.delivery.repair.recommendationId
        guard outgoing.delivery.state == .dead, state(recommendation) == .applyFailed, let failureId = failureIds[recommendation] else {
            throw RemediationError(.conflict, "the delivery is not dead, or was decided otherwise since", field: "id")
        }
        outgoing.delivery.state = .waiting
        outgoing.delivery.triesBefore = outgoing.delivery.tries
        outgoing.delivery.dueAt = now
        outgoing.dueFrom = now
        outbox[id] = outgoing
        entries[failureId]?.recommendation?.state = .approved
        entries[failureId]?.recommendation?.decidedBy = actor
        if let reason { entries[failureId]?.recommendation?.note = reason }
        entries[failureId]?.recommendation?.updatedAt = now
        let delivery = (id: id, recommendation: recommendation)
        try note(.redelivered(delivery, actor: actor, reason: reason, recommendation: (.applyFailed, .approved), at: now))
        return outgoing.delivery
    }

    package func delivery(id: String) async throws(RemediationError) -> Delivery? {
        try checkOpen()
        return outbox[id]?.delivery
    }

    package func deliveries(
        in state: Delivery.State?,
        ofRecommendation recommendation: String?,
        page: PageRequest
    ) async throws(RemediationError) -> Page<Delivery> {
        try checkOpen()
        let all = outbox.values.map(\.delivery).filter { delivery in
            (state.map { $0 == delivery.state } ?? true) && (recommendation.map { $0 == delivery.repair.recommendationId } ?? true)
                && (page.cursor.map { delivery.id < $0 } ?? true)
        }.sorted { $0.id > $1.id }
        let items = Array(all.prefix(page.limit))
        return Page(items: items, nextCursor: all.count > items.count ? items.last?.id : nil)
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

    package func append(_ event: AuditEvent) async throws(RemediationError) -> AuditEntry {
        try checkOpen()
        try note(event)
        guard let record = audit.last else { throw RemediationError(.internalFault, "the event was not kept") }
        return try record.entry()
    }

    package func append(_ event: AuditEvent, ifLatest latest: Int64?) async throws(RemediationError) -> AuditEntry? {
        try checkOpen()
        var newest: Int64?
        for record in audit where try record.entry().event.subject == event.subject { newest = record.sequence }
        guard newest == latest else { return nil }
        try note(event)
        return try audit.last?.entry()
    }

    package func auditEntries(_ filter: AuditFilter, page: PageRequest) async throws(RemediationError) -> Page<AuditEntry> {
        try checkOpen()
        var before = Int64.max
        if let cursor = page.cursor {
            guard let number = Int64(cursor) else { throw RemediationError(.invalidInput, "is not a cursor", field: "cursor") }
            before = number
        }
        var all: [AuditEntry] = []
        for record in audit.reversed() where record.sequence < before {
            let entry = try record.entry()
            guard filter.kind.map({ $0 == entry.event.kind }) ?? true, filter.subject.map({ $0 == entry.event.subject }) ?? true,
                filter.actor.map({ $0 == entry.event.actor }) ?? true
            else { continue }
            all.append(entry)
        }
        let items = Array(all.prefix(page.limit))
        return Page(items: items, nextCursor: all.count > items.count ? items.last.map { String($0.sequence) } : nil)
    }

    package func auditTrail(after sequence: Int64, limit: Int) async throws(RemediationError) -> [AuditRecord] {
        try checkOpen()
        return Array(audit.dropFirst(Int(max(0, sequence))).prefix(max(0, limit)))
    }

    package func pauses() async throws(RemediationError) -> [Pause] {
        try checkOpen()
        return paused
    }

    package func pause(_ pause: Pause) async throws(RemediationError) -> Pause {
        try checkOpen()
        if let earlier = paused.first(where: { $0.scope == pause.scope && $0.incidentId == pause.incidentId }) { return earlier }
        guard !paused.contains(where: { $0.id == pause.id }) else { throw RemediationError(.conflict, "the identifier is in use") }
        paused.append(pause)
        paused.sort { $0.id < $1.id }
        try note(.paused(pause))
        return pause
    }

    package func resume(
        pauseId: String,
        actor: String,
        reason: String?,
        at now: Timestamp,
        spreadSeconds: Double
    ) async throws(RemediationError) -> Pause {
        try checkOpen()
        guard let index = paused.firstIndex(where: { $0.id == pauseId }) else { throw RemediationError(.notFound, "no such pause") }
        let pause = paused[index]
        try lift(pause, actor: actor, reason: reason, at: now, spreadSeconds: spreadSeconds)
        return pause
    }

    private func lift(
        _ pause: Pause,
        actor: String,
        reason: String?,
        at now: Timestamp,
        spreadSeconds: Double
    ) throws(RemediationError) {
        paused.removeAll { $0.id == pause.id }
        for (id, outgoing) in outbox where outgoing.heldBy == pause.id {
            outbox[id]?.heldBy = nil
            outbox[id]?.delivery.waitsFor = nil
            let release = Pause.release(of: id, at: now, spreadSeconds: spreadSeconds)
            guard outgoing.delivery.dueAt < release else { continue }
            outbox[id]?.delivery.dueAt = release
            outbox[id]?.dueFrom = now
        }
        try note(.resumed(pause, actor: actor, reason: reason, at: now))
    }

    package func rebaseWaits(at now: Timestamp) async throws(RemediationError) -> Int {
        try checkOpen()
        let latest = Delivery.latestStart(at: now)
        var count = 0
        for (id, outgoing) in outbox where outgoing.delivery.state == .waiting && outgoing.heldBy == nil {
            guard outgoing.delivery.dueAt > latest, outgoing.dueFrom > latest else { continue }
            let wait = outgoing.delivery.dueAt.milliseconds - outgoing.dueFrom.milliseconds
            outbox[id]?.delivery.dueAt = Timestamp(milliseconds: now.milliseconds + wait)
            outbox[id]?.dueFrom = now
            count += 1
        }
        return count
    }

    package func postpone(
        job: String,
        until moment: Timestamp,
        reason: String,
        at now: Timestamp
    ) async throws(RemediationError) -> Int {
        try checkOpen()
        var count = 0
        for (id, outgoing) in outbox where outgoing.delivery.state == .waiting && outgoing.delivery.recentTries == 0 {
            guard let failureId = failureIds[outgoing.delivery.repair.recommendationId], let entry = entries[failureId],
                entry.failure.job == job, entry.recommendation?.state == .approved, entry.recommendation?.decidedBy == "policy",
                outgoing.delivery.dueAt < moment
            else { continue }
            outbox[id]?.delivery.dueAt = moment
            outbox[id]?.dueFrom = now
            if outgoing.heldBy == nil { outbox[id]?.delivery.waitsFor = reason }
            count += 1
        }
        return count
    }

    package func retryTokens() async throws(RemediationError) -> TokenBucket? {
        try checkOpen()
        return bucket
    }

    package func takeRetryTokens(upTo most: Int, under budget: RetryBudget, at now: Timestamp) async throws(RemediationError) -> Int {
        try checkOpen()
        var present = TokenBucket.present(bucket, at: now, under: budget)
        defer { bucket = present }
        return present.take(upTo: most)
    }

    package func returnRetryTokens(_ count: Int, under budget: RetryBudget, at now: Timestamp) async throws(RemediationError) {
        try checkOpen()
        var present = TokenBucket.present(bucket, at: now, under: budget)
        present.putBack(count, under: budget)
        bucket = present
    }

    package func countFailures(through minute: Int64) async throws(RemediationError) {
        try checkOpen()
        let oldest = CountingPlan.oldest(for: minute)
        let plan = CountingPlan(
            through: minute,
            counted: counted,
            latest: minutes.keys.map(\.minute).filter { $0 <= minute }.max(),
            earliest: entries.values.map(\.receivedAt.minute).filter { $0 >= oldest }.min(),
            received: entries.values.count { $0.receivedAt.minute == counted?.last }
        )
        guard let plan else { return }
        func known() -> Int { Set(minutes.keys.map(\.minute)).intersection(plan.minutes).count }
        let had = known()
        minutes = minutes.filter { !plan.minutes.contains($0.key.minute) }
        for entry in entries.values where plan.minutes.contains(entry.receivedAt.minute) {
            guard let failureClass = entry.classification?.failureClass else { continue }
            let host = entry.failure.labels["node"] ?? entry.failure.labels["host"] ?? ""
            let kind = FailureCount(
                minute: entry.receivedAt.minute,
                failureClass: failureClass.rawValue,
                engine: entry.failure.engine,
                host: host,
                count: 0
            )
            minutes[kind, default: 0] += 1
        }
        let old = Set(minutes.keys.map(\.minute).filter { $0 < oldest }).sorted().prefix(max(0, known() - had))
        minutes = minutes.filter { !old.contains($0.key.minute) }
        let failures = minutes.filter { $0.key.minute == minute }.values.reduce(0, +)
        counted = CountingPlan.Counted(first: plan.first, last: minute, failures: failures)
    }

    package func failureCounts(from first: Int64, through last: Int64) async throws(RemediationError) -> [FailureCount] {
        try checkOpen()
        let all = minutes.map { kind, count in
            var kind = kind
            kind.count = count
            return kind
        }
        return all.filter { $0.minute >= first && $0.minute <= last }.sorted {
            ($0.minute, $0.failureClass, $0.engine, $0.host) < ($1.minute, $1.failureClass, $1.engine, $1.host)
        }
    }

    package func firstCountedMinute() async throws(RemediationError) -> Int64? {
        try checkOpen()
        return counted?.first
    }

    package func open(
        _ incident: Incident,
        holding pause: Pause?,
        steps: [PlaybookStep]
    ) async throws(RemediationError) -> (incident: Incident, isNew: Bool) {
        try checkOpen()
        if let present = known.first(where: { $0.isOpen && $0.dimension == incident.dimension && $0.value == incident.value }) {
            return (present, false)
        }
        known.append(incident)
        try note(.opened(incident))
        if let pause {
            paused.append(pause)
            try note(.paused(pause))
        }
        for step in steps where self.steps[step.id] == nil { self.steps[step.id] = (step, nil) }
        return (incident, true)
    }

    package func claim(_ step: PlaybookStep, now: Timestamp, leaseSeconds: Double) async throws(RemediationError) -> Int? {
        try checkOpen()
        guard known.contains(where: { $0.id == step.incidentId }) else { throw RemediationError(.notFound, "no such incident") }
        var (present, leaseUntil) = steps[step.id] ?? (step, nil)
        let latest = now.adding(seconds: PlaybookStep.longestWaitSeconds)
        let longest = DeliveryClaim.longestLease(at: now, leaseSeconds: leaseSeconds)
        guard present.state == .waiting, present.dueAt <= now || present.dueAt > latest,
            leaseUntil.map({ $0 <= now || $0 > longest }) ?? true
        else { return nil }
        present.tries += 1
        leaseUntil = now.adding(seconds: leaseSeconds)
        steps[step.id] = (present, leaseUntil)
        return present.tries
    }

    package func finish(
        stepId id: String,
        ofTry number: Int,
        result: PlaybookStep.Result,
        event: AuditEvent?
    ) async throws(RemediationError) {
        try checkOpen()
        guard var step = steps[id]?.step, step.state == .waiting else { return }
        switch result {
        case .retry(let at, let error):
            guard step.tries == number else { return }
            (step.dueAt, step.result) = (at, error)
        case .failed(let error):
            guard step.tries == number else { return }
            (step.state, step.result) = (.failed, error)
        case .done(let text): (step.state, step.result) = (.done, text)
        }
        steps[id] = (step, nil)
        if let event { try note(event) }
    }

    package func playbookSteps(ofIncident id: String) async throws(RemediationError) -> [PlaybookStep] {
        try checkOpen()
        return steps.values.map(\.step).filter { $0.incidentId == id }.sorted { $0.id < $1.id }
    }

    package func close(
        incidentId: String,
        actor: String,
        reason: String?,
        at now: Timestamp,
        spreadSeconds: Double
    ) async throws(RemediationError) -> Incident {
        try checkOpen()
        guard let index = known.firstIndex(where: { $0.id == incidentId }) else { throw RemediationError(.notFound, "no such incident") }
        guard known[index].isOpen else { return known[index] }
        known[index].closedAt = now
        known[index].closedBy = actor
        try note(.closed(known[index], actor: actor, reason: reason, at: now))
        for pause in paused where pause.incidentId == incidentId {
            try lift(pause, actor: actor, reason: reason, at: now, spreadSeconds: spreadSeconds)
        }
        return known[index]
    }

    package func incidents(openOnly: Bool, page: PageRequest) async throws(RemediationError) -> Page<Incident> {
        try checkOpen()
        let all = known.filter { incident in
            (!openOnly || incident.isOpen) && (page.cursor.map { incident.id < $0 } ?? true)
        }.sorted { $0.id > $1.id }
        let items = Array(all.prefix(page.limit))
        return Page(items: items, nextCursor: all.count > items.count ? items.last?.id : nil)
    }

    package func incident(id: String) async throws(RemediationError) -> Incident? {
        try checkOpen()
        return known.first { $0.id == id }
    }

    package func reserve(_ reservation: SpendingReservation, mostUSD: Double) async throws(RemediationError) -> SpendingAnswer {
        try checkOpen()
        try reservation.check()
        let spent = try await spending(onDay: reservation.day)
        guard reserved[reservation.key] == nil else { return SpendingAnswer(isGranted: true, isNew: false, spentUSD: spent) }
        guard reservation.fits(beside: spent, into: mostUSD) else { return SpendingAnswer(isGranted: false, isNew: false, spentUSD: spent) }
        reserved = reserved.filter { $0.value.day >= reservation.day - SpendingReservation.keptDays }
        reserved[reservation.key] = reservation
        return SpendingAnswer(isGranted: true, isNew: true, spentUSD: spent)
    }

    package func release(reservation key: String) async throws(RemediationError) {
        try checkOpen()
        reserved[key] = nil
    }

    package func spending(onDay day: Int64) async throws(RemediationError) -> Double {
        try checkOpen()
        return reserved.values.filter { $0.day == day }.map(\.amountUSD).reduce(0, +)
    }

    package func checkHealth() async throws(RemediationError) { try checkOpen() }

    package func close() async { isClosed = true }
}
