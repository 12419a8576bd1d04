import ModelLifecycle
import Remediation
import Testing

@testable import RemediationEngine

@Suite("Replay")
struct ReplayTests {
    private func run(_ peak: Int64, hours: Double = 1) -> Attempt {
        Attempt(
            job: "j",
            requested: Resources(memoryBytes: 8_000_000_000),
            result: .succeeded,
            peakMemoryBytes: peak,
            runSeconds: hours * 3_600
        )
    }

    @Test("sizing: a failed attempt wastes its limit, the last one what is over the peak")
    func wastage() {
        var replay = SizingReplay()
        replay.historyShare = 0
        var policy = FixedPolicy(name: "fixed", bytes: 2_000_000_000)
        let score = replay.replay([run(1_000_000_000), run(3_000_000_000, hours: 2)], seed: 1, policy: &policy)
        // 1 GB over for an hour; then 2 GB lost and 1 GB over for two hours.
        #expect(abs(score.wastage - (1 + 4 + 2)) < 1e-9)
        #expect(score.failures == 1 && score.tasks == 2)
    }

    @Test("sizing: a third of the runs, rounded down, is history and not judged")
    func history() {
        var policy = FixedPolicy(name: "fixed", bytes: 2_000_000_000)
        let score = SizingReplay().replay((0..<39).map { _ in run(1) }, seed: 1996, policy: &policy)
        #expect(score.tasks == 28)
    }

    @Test("retries: fails where the trace failed, succeeds at the rung that did and above")
    func retries() {
        let gib: Int64 = 1 << 30
        let attempts = [(2, 600.0, false), (4, 1_200.0, false), (8, 3_600.0, true)].enumerated().map { index, step in
            Attempt(
                job: "t",
                attempt: index + 1,
                requested: Resources(memoryBytes: Int64(step.0) * gib),
                result: step.2 ? .succeeded : .failed,
                failureClass: step.2 ? nil : .containerLimit,
                runSeconds: step.1
            )
        }
        let task = TracedRun(group: "g", attempts: attempts, submitted: 0)
        var doubling = FixedPolicy(name: "double", bytes: 2 * gib)
        let low = RetryReplay().replay([task], policy: &doubling)
        #expect(low.failures == 2)
        #expect(abs(low.gigabyteHours - (2 * 600 + 4 * 1_200 + 8 * 3_600) / 3_600) < 1e-9)
        var high = FixedPolicy(name: "fixed", bytes: 16 * gib)
        let once = RetryReplay().replay([task], policy: &high)
        #expect(once.failures == 0 && abs(once.gigabyteHours - 16) < 1e-9)
    }
}
