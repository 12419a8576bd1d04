import Remediation
import RemediationEngine
import RemediationTesting
import Testing

@Suite struct ServiceTests {
    private let auto = RemediationPolicy(defaultMode: .auto, adapters: ["slurm": "scripted"])

    @Test func autoModeDeliversOnceAndLearnsTheOutcome() async throws {
        let fixture = try await ServiceFixture(policy: auto)
        let service = fixture.service
        let accepted = try await service.post(memoryFailure(run: 1), idempotencyKey: nil)
        let recommendation = try #require(accepted.record.recommendation)
        #expect(recommendation.state == .approved)
        #expect(try await service.outbox.deliverDue { _ in } == 1)
        #expect(try await service.outbox.deliverDue { _ in } == 0)
        #expect(fixture.client.repairs.map(\.target) == [recommendation.target])
        #expect(try await service.store.recommendation(id: recommendation.id)?.state == .applied)

        let target = try #require(recommendation.target)
        let attempt = Attempt(
            job: "etl",
            runId: "1",
            attempt: 2,
            requested: target,
            result: .succeeded,
            peakMemoryBytes: 640 << 20,
            runSeconds: 15
        )
        #expect(try await service.record(attempt, idempotencyKey: nil))
        #expect(try await service.record(attempt, idempotencyKey: nil) == false)
        #expect(try await service.store.recommendation(id: recommendation.id)?.state == .succeeded)
        let outcome = try #require(try await service.store.outcome(ofRecommendation: recommendation.id))
        #expect(outcome.followed)
        #expect(outcome.forecastProbability == recommendation.ladder.first?.successProbability)
    }

    @Test func aPersonMayApproveWhatIsTooUnsure() async throws {
        let policy = RemediationPolicy(defaultMode: .auto, leastChance: 1, adapters: ["slurm": "scripted"])
        let fixture = try await ServiceFixture(policy: policy)
        let service = fixture.service
        let asked = try #require(try await service.post(memoryFailure(run: 1), idempotencyKey: nil).record.recommendation)
        #expect(asked.action == .review && asked.state == .pending)
        #expect(try await service.outbox.deliverDue { _ in } == 0)
        #expect(try await service.approve(recommendation: asked.id, actor: "ada").state == .approved)
        #expect(try await service.outbox.deliverDue { _ in } == 1)
        #expect(fixture.client.repairs.map(\.target) == [asked.target])
    }

    @Test func aSecondFailureClimbsAndSettlesTheFirst() async throws {
        let fixture = try await ServiceFixture(policy: RemediationPolicy())
        let service = fixture.service
        let first = try #require(try await service.post(memoryFailure(run: 1), idempotencyKey: nil).record.recommendation)
        let memory = try #require(first.target?.memoryBytes)
        let second = try #require(
            try await service.post(memoryFailure(run: 1, attempt: 2, memory: memory), idempotencyKey: nil).record.recommendation
        )
        #expect(try await service.store.recommendation(id: first.id)?.state == .failedAgain)
        #expect(second.action != .retry || (second.target?.memoryBytes ?? 0) > memory)
    }

    @Test func transientFaultsAreTriedAgainAndOthersAreNot() async throws {
        let client = ScriptedClient([
            SchedulerError("slow", isTransient: true, retryAfterSeconds: 60), SchedulerError("no such job", isTransient: false),
        ])
        let fixture = try await ServiceFixture(policy: auto, client: client)
        let service = fixture.service
        let record = try await service.post(memoryFailure(run: 1), idempotencyKey: nil).record
        let id = try #require(record.recommendation?.id)
        #expect(try await service.outbox.deliverDue { _ in } == 1)
        #expect(try await service.outbox.deliverDue { _ in } == 0)
        fixture.clock.advance(bySeconds: 61)
        #expect(try await service.outbox.deliverDue { _ in } == 1)
        fixture.clock.advance(bySeconds: 3_600)
        #expect(try await service.outbox.deliverDue { _ in } == 0)
        #expect(client.repairs.count == 2)
        #expect(Set(client.repairs.map(\.idempotencyKey)).count == 1)
        let recommendation = try #require(try await service.store.recommendation(id: id))
        #expect(recommendation.state == .applyFailed)
        #expect(recommendation.note?.contains("no such job") == true)
    }

    @Test func operatorsApproveRejectAndOverride() async throws {
        let fixture = try await ServiceFixture(policy: RemediationPolicy(adapters: ["slurm": "scripted"]))
        let service = fixture.service
        var ids = [String]()
        for run in 1...3 {
            let record = try await service.post(memoryFailure(run: run), idempotencyKey: nil).record
            #expect(record.recommendation?.state == .pending)
            ids.append(try #require(record.recommendation?.id))
        }
        #expect(try await service.outbox.deliverDue { _ in } == 0)
        #expect(try await service.approve(recommendation: ids[0], actor: "ana").decidedBy == "ana")
        #expect(try await service.reject(recommendation: ids[1], actor: "ana", note: "no").state == .rejected)
        let chosen = Resources(memoryBytes: 2 << 30)
        #expect(try await service.override(recommendation: ids[2], target: chosen, actor: "ana").target == chosen)
        #expect(try await service.outbox.deliverDue { _ in } == 2)
        #expect(fixture.client.repairs.contains { $0.target == chosen })
        let again = await #expect(throws: RemediationError.self) { try await service.approve(recommendation: ids[1], actor: "ana") }
        #expect(again?.code == .conflict)
        let unknown = await #expect(throws: RemediationError.self) { try await service.approve(recommendation: "nonsense", actor: "ana") }
        #expect(unknown?.code == .notFound)
    }

    @Test func aStopIsNotApprovedWithoutAConfiguration() async throws {
        let fixture = try await ServiceFixture(policy: auto)
        let failure = JobFailure(
            job: "a",
            runId: "1",
            engine: "python",
            exitCode: 1,
            log:
                "Traceback (most recent call last):\n  File \"a.py\", line 1, in <module>\nModuleNotFoundError: No module named 'pandas'\n",
            resources: Resources(memoryBytes: 1 << 30)
        )
        let record = try await fixture.service.post(failure, idempotencyKey: nil).record
        #expect(record.classification?.failureClass == .dependencyMissing)
        let recommendation = try #require(record.recommendation)
        #expect(recommendation.action == .stop)
        #expect(recommendation.state == .observed)
        let error = await #expect(throws: RemediationError.self) {
            try await fixture.service.approve(recommendation: recommendation.id, actor: "ana")
        }
        #expect(error?.code == .conflict)
    }

    @Test func whatACrashLeftUndecidedIsTakenUp() async throws {
        let fixture = try await ServiceFixture(policy: RemediationPolicy())
        // Accepted and durable, and then the process dies before it decides.
        _ = try await fixture.service.store.accept(
            memoryFailure(run: 1),
            id: "01aaaaaaaaaaaaaaaaaaaaaaaa",
            idempotencyKey: nil,
            receivedAt: fixture.clock.now()
        )
        try await fixture.restart()
        let record = try #require(try await fixture.service.store.failure(id: "01aaaaaaaaaaaaaaaaaaaaaaaa"))
        #expect(record.recommendation?.action == .retry)
        #expect(await fixture.service.status().isReady)
    }

    @Test func historySurvivesARestart() async throws {
        let fixture = try await ServiceFixture(policy: RemediationPolicy())
        for run in 1...20 {
            let attempt = Attempt(
                job: "sort",
                runId: "\(run)",
                requested: Resources(memoryBytes: 8 << 30),
                result: .succeeded,
                peakMemoryBytes: Int64(900 + run) << 20,
                runSeconds: 60
            )
            _ = try await fixture.service.record(attempt, idempotencyKey: nil)
        }
        let request = AdviceRequest(job: "sort", requested: Resources(memoryBytes: 8 << 30))
        let before = fixture.service.advise(request)
        #expect((before.ladder.first?.resources.memoryBytes ?? 0) < 4 << 30)
        try await fixture.restart()
        #expect(fixture.service.advise(request) == before)
    }

    @Test func secretsAreGoneBeforeTheyAreStored() async throws {
        let fixture = try await ServiceFixture(policy: RemediationPolicy())
        var failure = memoryFailure(run: 1)
        failure.log += "connecting to postgres://etl:hunter2secret@db.internal/warehouse\n"
        let id = try await fixture.service.post(failure, idempotencyKey: nil).record.id
        let stored = try #require(try await fixture.service.store.failure(id: id))
        #expect(!stored.failure.log.contains("hunter2secret"))
        #expect(stored.failure.log.contains("db.internal"))
    }
}
