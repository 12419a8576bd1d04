import Remediation
import RemediationEngine
import RemediationTesting
import Testing

/// What the histograms of the service count.
@Suite struct TimingTests {
    @Test func durationsFallIntoTheirBuckets() {
        let histogram = TimeHistogram(bounds: [0.1, 1])
        for seconds in [0.1, 0.2, 1.0, 1.5, -3, .nan, .infinity] { histogram.observe(seconds) }
        histogram.observe(.milliseconds(250))
        #expect(histogram.counts.buckets == [2, 3, 1])
        #expect(abs(histogram.counts.sum - 3.05) < 1e-12)
    }

    @Test func aPostIsTimedByStageAndOneThatTheStoreRefusesToo() async throws {
        let service = try await ServiceFixture(policy: try RemediationPolicy(yaml: "mode: approve\n")).service
        let times = service.postTimes
        func counts(_ histogram: TimeHistogram) -> UInt64 { histogram.counts.buckets.reduce(0, +) }
        _ = try await service.post(memoryFailure(run: 1), idempotencyKey: "a")
        #expect(PostTimes.Stage.allCases.map { counts(times.of($0)) } == [1, 1, 1])
        // The stages are parts of the whole.
        #expect(times.whole.counts.sum >= PostTimes.Stage.allCases.reduce(0) { $0 + times.of($1).counts.sum })
        #expect(times.whole.counts.sum > 0)
        await #expect(throws: RemediationError.self) { try await service.post(memoryFailure(run: 2), idempotencyKey: "a") }
        #expect(counts(times.whole) == 2 && counts(times.of(.commit)) == 2)
        // A node that was lost asks for no forecast.
        var lost = memoryFailure(run: 3)
        (lost.schedulerState, lost.signal, lost.log) = ("NODE_FAIL", nil, "")
        _ = try await service.post(lost, idempotencyKey: nil)
        #expect(PostTimes.Stage.allCases.map { counts(times.of($0)) } == [3, 2, 3])
        await service.store.close()
        await #expect(throws: RemediationError.self) { try await service.post(memoryFailure(run: 2), idempotencyKey: "b") }
        #expect(counts(times.whole) == 4 && counts(times.of(.commit)) == 4)
    }

    @Test func theOutboxCountsWaitsAndCalls() async throws {
        let client = ScriptedClient([.init("busy", isTransient: true), nil])
        let policy = try RemediationPolicy(yaml: "mode: auto\nadapters: {slurm: scripted}\n")
        let fixture = try await ServiceFixture(policy: policy, client: client)
        let outbox = fixture.service.outbox
        let decision = try await fixture.service.post(memoryFailure(run: 1), idempotencyKey: nil).record.recommendation
        let backoff = try #require(decision).backoffSeconds
        fixture.clock.advance(bySeconds: backoff + 42)
        #expect(try await outbox.deliverDue { _ in } == 1)
        #expect(abs(outbox.times.wait.counts.sum - 42) < 0.002)
        fixture.clock.advance(bySeconds: 3_600)
        #expect(try await outbox.deliverDue { _ in } == 1)
        let wait = outbox.times.wait
        #expect(wait.counts.buckets.reduce(0, +) == 2)
        #expect(wait.bounds.firstIndex(of: 60).map { wait.counts.buckets[$0] } == 1)
        let calls = try #require(outbox.times.calls["scripted"])
        #expect(calls.mapValues { $0.counts.buckets.reduce(0, +) } == [.failed: 1, .delivered: 1, .refused: 0])
    }
}
