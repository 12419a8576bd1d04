import Remediation
import RemediationEngine
import RemediationTesting
import Testing

/// Money for retries, and jobs that are left alone for a while.
@Suite struct SpendingTests {
    private func policy(_ more: String) throws -> RemediationPolicy {
        try RemediationPolicy(yaml: "mode: auto\nadapters: {slurm: scripted}\n\(more)\n")
    }

    /// A job that a lost node has killed: tried again unchanged, on one core for as long as it took.
    private func transient(_ run: Int, attempt: Int = 1, job: String = "etl", seconds: Double = 36_000) -> JobFailure {
        JobFailure(
            job: job,
            runId: "\(run)",
            attempt: attempt,
            engine: "slurm",
            schedulerState: "NODE_FAIL",
            resources: Resources(memoryBytes: 4 << 30),
            runSeconds: seconds
        )
    }

    private func decide(_ service: RemediationService, _ failure: JobFailure) async throws -> Recommendation {
        try #require(try await service.post(failure, idempotencyKey: nil).record.recommendation)
    }

    @Test func theDaysMoneyEndsAndTheNextDayBringsMore() async throws {
        // Each retry is expected to cost as long a run as the last: its price from the first one's answer.
        let probe = try await ServiceFixture(policy: try policy("day-budget-usd: 1e6"))
        #expect(try await decide(probe.service, transient(1)).action == .retry)
        let price = try #require(try await probe.service.outboxStatus().spending).spentUSD
        #expect(price > 0)

        let fixture = try await ServiceFixture(policy: try policy("day-budget-usd: \(price * 2.5)"))
        let other = try await fixture.another()
        #expect(try await decide(fixture.service, transient(1)).state == .approved)
        #expect(try await decide(other, transient(2)).state == .approved)
        // The same failure again, and one that nobody retries, cost nothing.
        _ = try await other.post(transient(1), idempotencyKey: "again")
        let refused = try await decide(fixture.service, transient(3))
        #expect(refused.action == .review && refused.state == .pending && refused.target != nil)
        #expect(refused.guardrails.map(\.guardrail) == ["day-budget"])
        let renewal = Timestamp(day: fixture.clock.now().day + 1)
        #expect(refused.reasons.last?.contains(renewal.formatted) == true, "\(refused.reasons)")
        #expect(refused.reasons.last?.contains(HumanUnits.dollars(price * 2)) == true, "\(refused.reasons)")
        #expect(try await fixture.service.outbox.deliverDue { _ in } == 0)
        fixture.clock.advance(bySeconds: 3_600)
        #expect(try await fixture.service.outbox.deliverDue { _ in } == 2)
        // A restart forgets nothing; a person may send it all the same; the next day has its own.
        try await fixture.restart()
        #expect(try await decide(fixture.service, transient(4)).action == .review)
        #expect(try await fixture.service.approve(recommendation: refused.id, actor: "ada").state == .approved)
        fixture.clock.advance(bySeconds: renewal.seconds - fixture.clock.now().seconds)
        #expect(try await decide(fixture.service, transient(5)).state == .approved)
        let spending = try #require(try await fixture.service.outboxStatus().spending)
        #expect(abs(spending.spentUSD - price) < 1e-9)
        await other.store.close()
    }

    @Test func whatIsNotSentByPolicyIsNotCounted() async throws {
        let fixture = try await ServiceFixture(
            policy: try policy("day-budget-usd: 100\nrules: [{jobs: [careful], mode: approve}, {jobs: [watched], mode: observe}]")
        )
        #expect(try await decide(fixture.service, transient(1, job: "careful")).state == .pending)
        #expect(try await decide(fixture.service, transient(2, job: "watched")).state == .observed)
        #expect(try await fixture.service.outboxStatus().spending?.spentUSD == 0)
    }

    @Test func aRunsMoneyCountsWhatItsRetriesHaveCost() async throws {
        let probe = try await ServiceFixture(policy: try policy("day-budget-usd: 1e6"))
        _ = try await decide(probe.service, transient(1))
        let price = try #require(try await probe.service.outboxStatus().spending).spentUSD

        let fixture = try await ServiceFixture(policy: try policy("run-budget-usd: \(price * 2.5)"))
        // The first attempt is none of remediation's; the second is one retry, the third two.
        #expect(try await decide(fixture.service, transient(1)).action == .retry)
        #expect(try await decide(fixture.service, transient(1, attempt: 2)).action == .retry)
        let third = try await decide(fixture.service, transient(1, attempt: 3))
        #expect(third.action == .review)
        #expect(third.guardrails.map(\.guardrail) == ["run-budget"])
        #expect(third.reasons.last?.contains(HumanUnits.dollars(price * 2)) == true, "\(third.reasons)")
        #expect(third.reasons.last?.contains(HumanUnits.dollars(price * 2.5)) == true)
        // Another run has its own.
        #expect(try await decide(fixture.service, transient(2)).action == .retry)
    }

    @Test func aJobThatKeepsFailingIsLeftAloneForAWhile() async throws {
        let fixture = try await ServiceFixture(policy: try policy("cool-down: {failures: 3, within: 10m, wait: 1h}"))
        let service = fixture.service
        #expect(try await decide(service, transient(1)).guardrails.isEmpty)
        fixture.clock.advance(bySeconds: 60)
        #expect(try await decide(service, transient(2, job: "other")).guardrails.isEmpty)
        #expect(try await decide(service, transient(2)).guardrails.isEmpty)
        fixture.clock.advance(bySeconds: 60)
        let third = try await decide(service, transient(3))
        #expect(third.action == .retry && third.state == .approved && third.backoffSeconds == 3_600)
        #expect(third.guardrails.map(\.guardrail) == ["cool-down"])
        #expect(third.guardrails.first?.reason == "etl has failed 3 times within 10 min: no retry for 60 min.")
        // Posted again it is the same failure, not a fourth.
        #expect(try await decide(service, transient(3)) == third)
        // Retries of the job that were decided before wait too; those of another do not.
        fixture.clock.advance(bySeconds: 1_800)
        #expect(try await service.outbox.deliverDue { _ in } == 1)
        #expect(fixture.client.repairs.map(\.job) == ["other"])
        let waiting = try await service.store.deliveries(in: .waiting, limit: 9)
        #expect(waiting.compactMap(\.waitsFor).contains { $0.contains("has failed 3 times") })
        fixture.clock.advance(bySeconds: 1_800)
        #expect(try await service.outbox.deliverDue { _ in } == 3)
        #expect(try await decide(service, transient(4)).guardrails.isEmpty, "the window is over")
    }

    @Test func failuresAtTheSameMomentAreCountedTogether() async throws {
        let fixture = try await ServiceFixture(policy: try policy("cool-down: {failures: 2, within: 10m, wait: 1h}"))
        let services = [fixture.service, try await fixture.another()]
        // Two processes decide two failures of a job at a time, and neither need have seen the other's.
        for number in 1...20 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (run, service) in services.enumerated() {
                    let failure = transient(run, job: "job \(number)")
                    group.addTask { _ = try await service.post(failure, idempotencyKey: nil) }
                }
                try await group.waitForAll()
            }
        }
        let waiting = try await fixture.service.store.deliveries(in: .waiting, limit: 100)
        #expect(waiting.count == 40)
        let early = waiting.filter { $0.dueAt < fixture.clock.now().adding(seconds: 3_600) }
        #expect(early.isEmpty, "\(early.map(\.repair.job))")
        await services[1].store.close()
    }

    @Test func afterEachFailureMeansTheFirstToo() async throws {
        let fixture = try await ServiceFixture(policy: try policy("cool-down: {wait: 20s}"))
        let memory = try await decide(fixture.service, memoryFailure(run: 1))
        #expect(memory.backoffSeconds == 20 && memory.guardrails.map(\.guardrail) == ["cool-down"])
        // A longer pause of its own stays.
        let later = try await decide(fixture.service, transient(2, attempt: 2))
        #expect(later.backoffSeconds > 20 && later.guardrails.map(\.guardrail) == ["cool-down"])
    }

    @Test func daysBeginAtMidnight() {
        #expect(Timestamp(milliseconds: 86_399_999).day == 0)
        #expect(Timestamp(milliseconds: 86_400_000).day == 1)
        #expect(Timestamp(milliseconds: -1).day == -1)
        #expect(Timestamp(day: 20_000).day == 20_000)
    }
}
