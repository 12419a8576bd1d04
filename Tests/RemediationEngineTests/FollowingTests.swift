import Remediation
import RemediationEngine
import Testing

/// Processes on one store learn from each other's attempts.
@Suite struct FollowingTests {
    private func succeeded(run: Int) -> Attempt {
        Attempt(
            job: "etl",
            runId: "\(run)",
            attempt: 2,
            requested: Resources(memoryBytes: 1 << 30),
            result: .succeeded,
            peakMemoryBytes: 700 << 20,
            runSeconds: 15
        )
    }

    @Test func whatOneRecordsTheOtherLearnsOnce() async throws {
        let fixture = try await ServiceFixture(policy: RemediationPolicy())
        let first = fixture.service
        let second = try await fixture.another()
        for run in 1...5 {
            _ = try await first.post(memoryFailure(run: run), idempotencyKey: nil)
            _ = try await second.record(succeeded(run: run), idempotencyKey: nil)
        }
        #expect(first.learntAttempts == 5)
        for service in [first, second] {
            try await service.learnRecorded()
            #expect(service.learntAttempts == 10)
            try await service.learnRecorded()
            #expect(service.learntAttempts == 10)
        }
        _ = try await first.record(succeeded(run: 6), idempotencyKey: nil)
        for service in [first, second] {
            try await service.learnRecorded()
            #expect(service.learntAttempts == 11)
        }
        let request = AdviceRequest(job: "etl", requested: Resources(memoryBytes: 1 << 30))
        // They learnt in different orders, which moves what is expected of a failed attempt's duration, and no configuration.
        #expect(first.advise(request).ladder.map(\.resources) == second.advise(request).ladder.map(\.resources))
        await second.store.close()
    }

    @Test func aStartLearnsAllStretchesOnce() async throws {
        let fixture = try await ServiceFixture(policy: RemediationPolicy())
        for run in 0..<1_100 { _ = try await fixture.service.record(succeeded(run: run), idempotencyKey: nil) }
        let second = try await fixture.another()
        for _ in 0..<2 {
            try await second.learnRecorded()
            #expect(second.learntAttempts == 1_100)
        }
        await second.store.close()
    }

    @Test func nothingIsLearntTwiceWhileOthersWrite() async throws {
        let fixture = try await ServiceFixture(policy: RemediationPolicy())
        let services = [fixture.service, try await fixture.another()]
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, service) in services.enumerated() {
                group.addTask {
                    for run in 0..<40 { _ = try await service.record(succeeded(run: number * 1_000 + run), idempotencyKey: nil) }
                }
                group.addTask {
                    for _ in 0..<20 { try await service.learnRecorded() }
                }
            }
            try await group.waitForAll()
        }
        for service in services {
            try await service.learnRecorded()
            #expect(service.learntAttempts == 80)
        }
        await services[1].store.close()
    }
}
