import Remediation
import RemediationEngine
import RemediationTesting
import Testing

/// What keeps repairs from being sent.
@Suite struct HoldingTests {
    private let auto = RemediationPolicy(defaultMode: .auto, adapters: ["slurm": "scripted"])

    @Test func aPauseStopsWhatIsApprovedAlready() async throws {
        let fixture = try await ServiceFixture(policy: auto)
        let service = fixture.service
        _ = try await service.post(memoryFailure(run: 1), idempotencyKey: nil)
        let pause = try await service.pause(PauseScope(), actor: "ada", reason: "storage is down")
        _ = try await service.post(memoryFailure(run: 2), idempotencyKey: nil)
        #expect(try await service.outbox.deliverDue { _ in } == 0)
        try await fixture.restart()
        #expect(try await fixture.service.outbox.deliverDue { _ in } == 0)
        #expect(fixture.client.repairs.isEmpty)
        _ = try await fixture.service.resume(pauseId: pause.id, actor: "ada")
        #expect(try await fixture.service.outbox.deliverDue { _ in } == 2)
    }

    @Test func whatIsHeldBeforeItIsSentHasNotBeenTried() async throws {
        let yaml = "{mode: auto, adapters: {slurm: scripted}, retry-budget: {burst: 100, per-minute: 0}}"
        let fixture = try await ServiceFixture(policy: try RemediationPolicy(yaml: yaml))
        let service = fixture.service
        for run in 1...16 {
            var failure = memoryFailure(run: run)
            if run > 6 { failure.job = "night" }
            _ = try await service.post(failure, idempotencyKey: nil)
        }
        // All are claimed together; the pause is answered before any of them is sent.
        let claimed = try await service.outbox.claimDue { _ in }
        #expect(claimed.count == 16)
        _ = try await service.pause(PauseScope(job: "night"), actor: "ada", reason: "storage is down")
        await service.outbox.send(claimed) { _ in }
        let sent = Set(fixture.client.repairs.map(\.idempotencyKey))
        #expect(sent.count == 6 && fixture.client.repairs.allSatisfy { $0.job == "etl" })
        let deliveries = try await service.store.deliveries(in: nil, ofRecommendation: nil, page: PageRequest(limit: 100)).items
        #expect(deliveries.count == 16)
        for delivery in deliveries {
            let isSent = sent.contains(delivery.repair.idempotencyKey)
            #expect(delivery.state == (isSent ? .delivered : .waiting))
            #expect(delivery.recentTries == (isSent ? 1 : 0))
            #expect(isSent || delivery.waitsFor == "paused by ada (\(PauseScope(job: "night").summary)): storage is down")
        }
        // What was not sent costs nothing.
        #expect(try await service.store.retryTokens()?.tokens == 94)
    }

    @Test func theBudgetOfThePolicySlowsTheFleet() async throws {
        let policy = try RemediationPolicy(yaml: "{mode: auto, adapters: {slurm: scripted}, retry-budget: {burst: 2, per-minute: 6}}")
        let fixture = try await ServiceFixture(policy: policy)
        for run in 1...5 { _ = try await fixture.service.post(memoryFailure(run: run), idempotencyKey: nil) }
        #expect(try await fixture.service.outbox.deliverDue { _ in } == 2)
        #expect(try await fixture.service.outbox.deliverDue { _ in } == 0)
        #expect(try await fixture.service.outboxStatus().tokens == 0)
        fixture.clock.advance(bySeconds: 10)
        #expect(try await fixture.service.outbox.deliverDue { _ in } == 1)
    }

    @Test(arguments: ["{retry-budget: {burst: 0}}", "{retry-budget: {per-hour: 9}}", "{retry-budget: 9}"])
    func refusesABudgetThatIsNone(yaml: String) {
        #expect(throws: RemediationError.self) { try RemediationPolicy(yaml: yaml) }
    }

    @Test func anOutcomeTakesTheRepairBack() async throws {
        let fixture = try await ServiceFixture(policy: auto)
        let service = fixture.service
        _ = try await service.post(memoryFailure(run: 1), idempotencyKey: nil)
        let attempt = Attempt(job: "etl", runId: "1", attempt: 2, requested: Resources(memoryBytes: 1 << 30), result: .succeeded)
        _ = try await service.record(attempt, idempotencyKey: nil)
        #expect(try await service.outbox.deliverDue { _ in } == 0)
        #expect(try await service.store.counts().deliveriesByState == ["cancelled": 1])
    }

    @Test func aSchedulerThatDoesNotAnswerIsLeftAlone() async throws {
        let down = SchedulerError("connection refused", isTransient: true)
        let client = ScriptedClient(Array(repeating: down, count: 16))
        let fixture = try await ServiceFixture(policy: auto, client: client)
        let service = fixture.service
        for run in 1...20 { _ = try await service.post(memoryFailure(run: run), idempotencyKey: nil) }
        // The first batch is under way before anybody knows; nothing follows it.
        #expect(try await service.outbox.deliverDue { _ in } == 16)
        let circuit = try #require(service.outbox.circuitStatus().first)
        #expect(circuit.state == .open)
        #expect(client.repairs.count == 16)
        #expect(try await service.outbox.deliverDue { _ in } == 0)
        #expect(client.repairs.count == 16)
        // When the pause is over one goes, to see; its answer lets the others follow.
        fixture.clock.advance(bySeconds: 15)
        #expect(service.outbox.circuitStatus().first?.state == .halfOpen)
        #expect(try await service.outbox.deliverDue { _ in } == 1)
        #expect(service.outbox.circuitStatus().first?.state == .closed)
        #expect(try await service.outbox.deliverDue { _ in } == 16)
    }

    @Test func aDeadDeliveryGoesAgainUnderItsOwnKey() async throws {
        let client = ScriptedClient([SchedulerError("no such job", isTransient: false)])
        let fixture = try await ServiceFixture(policy: auto, client: client)
        let service = fixture.service
        let id = try #require(try await service.post(memoryFailure(run: 1), idempotencyKey: nil).record.recommendation?.id)
        _ = try await service.outbox.deliverDue { _ in }
        #expect(try await service.store.recommendation(id: id)?.state == .applyFailed)
        #expect(try await service.approve(recommendation: id, actor: "ada").state == .approved)
        _ = try await service.outbox.deliverDue { _ in }
        #expect(try await service.store.recommendation(id: id)?.state == .applied)
        #expect(client.repairs.count == 2)
        #expect(Set(client.repairs.map(\.idempotencyKey)).count == 1)
    }

    @Test func theAuditLogSaysWithWhatTheServiceStarted() async throws {
        let fixture = try await ServiceFixture(policy: auto)
        let first = try await fixture.service.store.auditTrail(after: 0, limit: 100)
        #expect(try first.map { try $0.entry().event.kind } == [.policyChanged, .rulesChanged, .modelChanged])
        try await fixture.restart()
        #expect(try await fixture.service.store.auditTrail(after: 0, limit: 100) == first)
    }

    /// The state of every recommendation follows from the audit log alone.
    @Test func theAuditLogRetellsEveryState() async throws {
        let client = ScriptedClient([nil, SchedulerError("no such job", isTransient: false)])
        let fixture = try await ServiceFixture(policy: auto, client: client)
        let service = fixture.service
        for run in 1...4 { _ = try await service.post(memoryFailure(run: run), idempotencyKey: nil) }
        _ = try await service.outbox.deliverDue { _ in }
        _ = try await service.post(memoryFailure(run: 1, attempt: 2, memory: 4 << 30), idempotencyKey: nil)
        var told: [String: String] = [:]
        for record in try await service.store.auditTrail(after: 0, limit: 1_000) {
            let event = try record.entry().event
            if event.subject.hasPrefix("recommendation/") { told[event.subject] = event.after?["state"]?.string }
        }
        let all = try await service.store.recommendations(FailureFilter(), page: PageRequest()).items
        #expect(all.count == 5)
        for recommendation in all { #expect(told["recommendation/\(recommendation.id)"] == recommendation.state.rawValue) }
    }
}
