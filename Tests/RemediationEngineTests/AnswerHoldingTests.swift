import Remediation
import RemediationEngine
import RemediationTesting
import Testing

/// What binds the answer itself, where whoever posted the failure makes the retry.
@Suite struct AnswerHoldingTests {
    private func policy(_ more: String = "") throws -> RemediationPolicy { try RemediationPolicy(yaml: "mode: auto\n\(more)\n") }

    private func decide(_ service: RemediationService, _ failure: JobFailure) async throws -> Recommendation {
        try #require(try await service.post(failure, idempotencyKey: nil).record.recommendation)
    }

    @Test func aPauseHoldsTheAnswerAndAnOperatorMaySendItAllTheSame() async throws {
        let fixture = try await ServiceFixture(policy: try policy())
        let service = fixture.service
        #expect(try await decide(service, lostNode(1)).state == .approved)
        let pause = try await service.pause(PauseScope(labels: ["workflow": "billing"]), actor: "ada", reason: "storage is down")
        let held = try await decide(service, lostNode(2))
        #expect(held.action == .review && held.state == .pending && held.decidedBy == nil)
        #expect(held.target == lostNode(2).resources)
        #expect(held.guardrails.map(\.guardrail) == ["pause"])
        let reason = try #require(held.reasons.last)
        #expect(reason.contains("Paused by ada (label workflow=billing): storage is down") && reason.contains(pause.id), "\(reason)")
        // Posted again it is the stored answer, also after the pause; what was approved before stays.
        _ = try await service.resume(pauseId: pause.id, actor: "ada")
        #expect(try await decide(service, lostNode(2)) == held)
        #expect(try await decide(service, lostNode(1)).state == .approved)
        #expect(try await decide(service, lostNode(3)).state == .approved)
        #expect(try await service.approve(recommendation: held.id, actor: "ada").state == .approved)
        #expect(try await service.store.counts().deliveriesByState.isEmpty)
    }

    @Test func anothersPauseHoldsOnceItIsSeen() async throws {
        let fixture = try await ServiceFixture(policy: try policy())
        let other = try await fixture.another()
        let pause = try await other.pause(PauseScope(), actor: "eve")
        try await fixture.service.watch.refresh()
        #expect(try await decide(fixture.service, lostNode(1)).guardrails.map(\.guardrail) == ["pause"])
        _ = try await other.resume(pauseId: pause.id, actor: "eve")
        try await fixture.service.watch.refresh()
        #expect(try await decide(fixture.service, lostNode(2)).state == .approved)
        // A start looks before anything is answered.
        _ = try await other.pause(PauseScope(), actor: "eve")
        try await fixture.restart()
        #expect(try await decide(fixture.service, lostNode(3)).state == .pending)
        await other.store.close()
    }

    @Test func aPauseThatIsSetWhileOthersLookIsNotOverlooked() async throws {
        let fixture = try await ServiceFixture(policy: try policy())
        let service = fixture.service
        for round in 1...50 {
            async let look = service.watch.refresh()
            let pause = try await service.pause(PauseScope(job: "j\(round)"), actor: "ada")
            #expect(service.watch.pauses.contains(pause))
            _ = try await look
            #expect(service.watch.pauses.contains(pause), "a look that began before must not take it away")
            async let another = service.watch.refresh()
            _ = try await service.resume(pauseId: pause.id, actor: "ada")
            _ = try await another
            #expect(!service.watch.pauses.contains(pause))
        }
    }

    @Test func anIncidentHoldsUnchangedRetriesAndLetsOthersGo() async throws {
        let fixture = try await ServiceFixture(policy: try policy("incidents: {floor: 5}"))
        let service = fixture.service
        for run in 1...40 {
            _ = try await decide(service, lostNode(run))
            if run % 10 == 0 {
                fixture.clock.advance(bySeconds: 60)
                try await service.monitor.tick { _ in }
            }
        }
        let incident = try #require(try await service.store.incidents(openOnly: true, page: PageRequest()).items.first)
        let held = try await decide(service, lostNode(100))
        #expect(held.state == .pending && held.guardrails.map(\.guardrail) == ["incident"])
        #expect(held.reasons.last?.contains(incident.id) == true)
        #expect(try await decide(service, memoryFailure(run: 101)).state == .approved)
        _ = try await service.monitor.close(incident.id, actor: "ada", reason: "a planned restart")
        #expect(try await decide(service, lostNode(102)).state == .approved)
    }

    @Test func theBudgetIsTakenFromByAnswers() async throws {
        let fixture = try await ServiceFixture(policy: try policy("retry-budget: {burst: 2, per-minute: 6}"))
        let other = try await fixture.another()
        #expect(try await decide(fixture.service, lostNode(1)).state == .approved)
        // The same again is the same repair.
        for _ in 1...5 { #expect(try await decide(fixture.service, lostNode(1)).state == .approved) }
        #expect(try await decide(fixture.service, lostNode(2)).state == .approved)
        let held = try await decide(other, lostNode(3))
        #expect(held.action == .review && held.state == .pending && held.target != nil)
        #expect(held.guardrails.map(\.guardrail) == ["retry-budget"])
        #expect(held.reasons.last?.contains("6 a minute") == true, "\(held.reasons)")
        #expect(try await fixture.service.outboxStatus().tokens < 1)
        // What a person sends, and what nobody retries, costs nothing.
        _ = try await fixture.service.approve(recommendation: held.id, actor: "ada")
        fixture.clock.advance(bySeconds: 10)
        #expect(try await decide(fixture.service, lostNode(4)).state == .approved)
        #expect(try await decide(other, lostNode(5)).state == .pending)
        await other.store.close()
    }

    @Test func whatOneProcessLeavesAnotherGets() async throws {
        let fixture = try await ServiceFixture(policy: try policy())
        let (store, now) = (fixture.service.store, fixture.clock.now())
        let budget = RetryBudget(burst: 64, perMinute: 0)
        let (one, other) = (RetryTokens(store: store, budget: budget), RetryTokens(store: store, budget: budget))
        for _ in 1...10 { #expect(try await one.take(at: now)) }
        // What a second leaves unused goes back.
        for _ in 1...2 { try await one.returnUnused(at: now) }
        #expect(try await store.retryTokens()?.tokens == 54)
        var taken = 0
        while try await other.take(at: now) { taken += 1 }
        #expect(taken == 54)
        other.giveBack()
        #expect(try await other.take(at: now))
        #expect(try await !one.take(at: now))
        #expect(try await !other.take(at: now))
    }

    @Test func neverMoreThanTheBudgetWhoeverAsks() async throws {
        let fixture = try await ServiceFixture(policy: try policy("retry-budget: {burst: 70, per-minute: 0}"))
        let services = [fixture.service, try await fixture.another()]
        let failures = (1...300).map(lostNode)
        let approved = try await withThrowingTaskGroup(of: Bool.self) { group in
            for (number, failure) in failures.enumerated() {
                // Every tenth is posted twice.
                for _ in 0...(number % 10 == 0 ? 1 : 0) {
                    let service = services[number % 2]
                    group.addTask {
                        let acceptance = try await service.post(failure, idempotencyKey: nil)
                        return acceptance.isNew && acceptance.record.recommendation?.state == .approved
                    }
                }
            }
            return try await group.reduce(into: 0) { if $1 { $0 += 1 } }
        }
        // The processes may hold a few tokens each that nobody asks them for again, and a repeated post holds one until it is answered.
        #expect((40...70).contains(approved), "\(approved) of 70")
        #expect(try await fixture.service.store.counts().recommendationsByState["approved"] == approved)
        await services[1].store.close()
    }

    @Test func whatIsHeldSpendsNoMoney() async throws {
        let fixture = try await ServiceFixture(policy: try policy("day-budget-usd: 100\nretry-budget: {burst: 1, per-minute: 0}"))
        #expect(try await decide(fixture.service, lostNode(1)).state == .approved)
        let spent = try #require(try await fixture.service.outboxStatus().spending).spentUSD
        #expect(spent > 0)
        #expect(try await decide(fixture.service, lostNode(2)).guardrails.map(\.guardrail) == ["retry-budget"])
        _ = try await fixture.service.pause(PauseScope(), actor: "ada")
        #expect(try await decide(fixture.service, lostNode(3)).guardrails.map(\.guardrail) == ["pause"])
        #expect(try await fixture.service.outboxStatus().spending?.spentUSD == spent)
    }

    @Test func whatAnAdapterCarriesOutWaitsInTheOutbox() async throws {
        let fixture = try await ServiceFixture(policy: try policy("adapters: {slurm: scripted}\nretry-budget: {burst: 1, per-minute: 0}"))
        _ = try await fixture.service.pause(PauseScope(), actor: "ada")
        for run in 1...3 {
            let answer = try await decide(fixture.service, lostNode(run))
            #expect(answer.state == .approved && answer.guardrails.isEmpty)
        }
        #expect(try await fixture.service.store.counts().deliveriesByState == ["waiting": 3])
        #expect(try await fixture.service.outboxStatus().tokens == 1)
    }

    @Test func aPersonIsAskedAsBefore() async throws {
        let fixture = try await ServiceFixture(
            policy: try policy("rules: [{jobs: [etl], mode: approve}]\nretry-budget: {burst: 1, per-minute: 0}")
        )
        for run in 1...3 {
            let answer = try await decide(fixture.service, lostNode(run))
            #expect(answer.action == .retry && answer.state == .pending && answer.guardrails.isEmpty)
        }
    }
}
