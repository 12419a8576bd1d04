import Remediation
import RemediationEngine
import RemediationTesting
import RetryForecast
import Testing

/// Jobs that are killed for their time limit.
@Suite struct TimeLadderTests {
    private static let gib: Int64 = 1 << 30

    private func timeout(_ run: Int, attempt: Int = 1, limit: Double? = 3_600, limits: ResourceLimits? = nil) -> JobFailure {
        JobFailure(
            job: "simulate",
            runId: "\(run)",
            attempt: attempt,
            engine: "slurm",
            schedulerState: "TIMEOUT",
            log: "slurmstepd: error: *** JOB \(run) ON n1 CANCELLED AT 2026-01-01T00:00:00 DUE TO TIME LIMIT ***\n",
            resources: Resources(memoryBytes: 4 * Self.gib, cpus: 2, timeLimitSeconds: limit),
            runSeconds: limit,
            limits: limits
        )
    }

    private func success(_ number: Int, seconds: Double) -> Attempt {
        Attempt(
            job: "simulate",
            runId: "past-\(number)",
            engine: "slurm",
            requested: Resources(memoryBytes: 4 * Self.gib, cpus: 2, timeLimitSeconds: 40_000),
            result: .succeeded,
            peakMemoryBytes: 2 * Self.gib,
            runSeconds: seconds
        )
    }

    private func decide(_ service: RemediationService, _ failure: JobFailure) async throws -> Recommendation {
        let record = try await service.post(failure, idempotencyKey: nil).record
        #expect(record.classification?.failureClass == .timeoutWalltime)
        return try #require(record.recommendation)
    }

    @Test func theServiceClimbsInTimeAndKeepsTheRest() async throws {
        let fixture = try await ServiceFixture(policy: RemediationPolicy())
        let first = try await decide(fixture.service, timeout(1))
        #expect(first.action == .retry)
        let target = try #require(first.target)
        #expect(target.memoryBytes == 4 * Self.gib && target.cpus == 2)
        let limit = try #require(target.timeLimitSeconds)
        #expect(limit > 3_600 && limit.truncatingRemainder(dividingBy: 60) == 0)
        #expect(first.ladder.first?.resources == target)
        let limits = first.ladder.compactMap(\.resources.timeLimitSeconds)
        #expect(limits == limits.sorted() && Set(limits).count == limits.count)
        #expect(first.ladder.allSatisfy { $0.successProbability > 0 && $0.expectedCostUSD > 0 })
        #expect(first.reasons.last?.contains("declared prior") == true, "\(first.reasons)")
        // The next failure at that limit climbs on.
        let second = try await decide(fixture.service, timeout(1, attempt: 2, limit: limit))
        #expect((second.target?.timeLimitSeconds ?? 0) > limit)
    }

    @Test func whatTheJobsRunsTookDecides() async throws {
        // Runs of about two hours: a limit of one was too short. More than two do, and more than four times that is never given at once.
        let fixture = try await ServiceFixture(policy: RemediationPolicy())
        for number in 1...20 {
            _ = try await fixture.service.record(success(number, seconds: 7_200 + Double(number % 5 - 2) * 120), idempotencyKey: nil)
        }
        let known = try await decide(fixture.service, timeout(1))
        let limit = try #require(known.target?.timeLimitSeconds)
        #expect((7_440...28_860).contains(limit), "\(limit) s")
        #expect(try #require(known.ladder.first).successProbability > 0.7)
        #expect(known.reasons.last?.contains("20 past runs of this job, 2 h typically") == true, "\(known.reasons)")
        // One that has outlived all of them by far is like none of them.
        let strange = try await decide(fixture.service, timeout(2, limit: 200_000))
        #expect((strange.target?.timeLimitSeconds ?? 0) >= 400_000, "a run that is like no other gets no tight limit")
    }

    @Test func theLimitThatMayBeGrantedIsKept() async throws {
        let fixture = try await ServiceFixture(policy: try RemediationPolicy(yaml: "limits: {time: 90m}"))
        let capped = try await decide(fixture.service, timeout(1))
        #expect(capped.action == .retry && (capped.target?.timeLimitSeconds ?? .infinity) <= 5_400)
        let over = try await decide(fixture.service, timeout(2, limit: 5_400))
        #expect(over.action == .stop && over.target == nil && (over.uncappedTarget?.timeLimitSeconds ?? 0) > 5_400)
        #expect(over.reasons.last?.contains("the limit is 1.5 h") == true, "\(over.reasons)")
        // The queue's own limit too.
        let queue = try await decide(fixture.service, timeout(3, limits: ResourceLimits(timeLimitSeconds: 3_600)))
        #expect(queue.action == .stop)
        let unknown = try await decide(fixture.service, timeout(4, limit: nil))
        #expect(unknown.action == .review)
    }

    @Test func chancesFollowTheJobsTimes() {
        var own = JobHistory()
        #expect(TimeNeed(own: own, floor: 100, twice: 0.6).runs == 0)
        // Of nothing but the belief, twice the time does as often as is believed.
        #expect(abs(TimeNeed(own: own, floor: 100, twice: 0.6).probability(within: 200) - 0.6) < 1e-9)
        for _ in 0..<50 { own.addUnmeasuredSuccess(seconds: 1_000) }
        let need = TimeNeed(own: own, floor: 500, twice: 0.6)
        #expect(need.runs == 50 && need.likeness > 0.9)
        let limits = stride(from: 500.0, through: 16_000, by: 250).map { $0 }
        let chances = limits.map(need.probability(within:))
        #expect(chances == chances.sorted() && chances.first == 0 && (chances.last ?? 1) <= 1)
        #expect(need.probability(within: 1_500) > 0.9)
        #expect((900...1_100).contains(need.expectedSeconds(within: 1_500)))
        // Ten times what any run took speaks for something else.
        #expect(TimeNeed(own: own, floor: 10_000, twice: 0.6).likeness < 0.01)
    }
}
