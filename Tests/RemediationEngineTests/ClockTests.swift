import Remediation
import RemediationEngine
import RemediationTesting
import Testing

/// Clocks that leap ahead and go back: nothing waits longer than its own longest wait.
@Suite struct ClockTests {
    private let auto = RemediationPolicy(defaultMode: .auto, adapters: ["slurm": "scripted"])

    /// What was decided while the clock was ahead goes after its own pause, counted from when the clock is right again.
    @Test(arguments: [3_600.0, 86_400.0, 34_560_000.0])
    func aRepairWaitsItsOwnPause(ahead: Double) async throws {
        let fixture = try await ServiceFixture(policy: auto)
        fixture.clock.advance(bySeconds: ahead)
        let decided = try #require(try await fixture.service.post(lostNode(1), idempotencyKey: nil).record.recommendation)
        #expect(decided.state == .approved && decided.backoffSeconds > 0)
        fixture.clock.advance(bySeconds: -ahead)
        #expect(try await fixture.service.outbox.deliverDue { _ in } == 0)
        fixture.clock.advance(bySeconds: decided.backoffSeconds - 1)
        #expect(try await fixture.service.outbox.deliverDue { _ in } == 0)
        fixture.clock.advance(bySeconds: 1)
        #expect(try await fixture.service.outbox.deliverDue { _ in } == 1)
    }

    @Test func aTryThatFailedWhileTheClockWasAheadIsMadeAgain() async throws {
        let client = ScriptedClient([SchedulerError("busy", isTransient: true)])
        let fixture = try await ServiceFixture(policy: auto, client: client)
        fixture.clock.advance(bySeconds: 7_200)
        _ = try await fixture.service.post(memoryFailure(run: 1), idempotencyKey: nil)
        #expect(try await fixture.service.outbox.deliverDue { _ in } == 1)
        fixture.clock.advance(bySeconds: -7_200)
        try await fixture.restart()
        _ = try await fixture.service.outbox.deliverDue { _ in }
        // The first backoff is at most a second.
        fixture.clock.advance(bySeconds: 1)
        _ = try await fixture.service.outbox.deliverDue { _ in }
        #expect(client.repairs.count == 2)
    }

    @Test func aCircuitIsNotOpenForLongerThanItsLongestPause() {
        let start = Timestamp(milliseconds: 1_795_000_000_000)
        var circuit = CircuitBreaker(threshold: 1, pauses: Backoff(baseSeconds: 10, capSeconds: 40))
        circuit.failed(at: start.adding(seconds: 5_000))
        #expect(circuit.state(at: start.adding(seconds: 5_009)) == .open)
        #expect(circuit.state(at: start) == .halfOpen)
        circuit.failed(at: start)
        #expect(circuit.state(at: start.adding(seconds: 19)) == .open)
        #expect(circuit.state(at: start.adding(seconds: 20)) == .halfOpen)
    }

    /// After any leaps all that was sent on its way arrives within the longest wait there is, and no failure is missed by the counts.
    @Test(arguments: 1...6) func anyLeapsDelayNothingForLong(seed: UInt64) async throws {
        var generator = SplitMix64(seed: seed)
        let client = ScriptedClient((0..<12).map { $0 % 3 == 0 ? SchedulerError("busy", isTransient: true) : nil })
        let fixture = try await ServiceFixture(policy: auto, client: client)
        var posted = 0
        for _ in 1...30 {
            switch Int.random(in: 0...5, using: &generator) {
            case 0: fixture.clock.advance(bySeconds: Double.random(in: -200_000...200_000, using: &generator))
            case 1: fixture.clock.advance(bySeconds: Double.random(in: 0...90, using: &generator))
            case 2: _ = try await fixture.service.outbox.deliverDue { _ in }
            case 3: try await fixture.service.monitor.tick { _ in }
            default:
                posted += 1
                let failure = posted % 2 == 0 ? lostNode(posted) : memoryFailure(run: posted)
                _ = try await fixture.service.post(failure, idempotencyKey: nil)
            }
        }
        // The first pause of a lost node is a minute or so, a backoff and a circuit at most five.
        for _ in 1...60 {
            _ = try await fixture.service.outbox.deliverDue { _ in }
            fixture.clock.advance(bySeconds: 20)
        }
        #expect(try await fixture.service.store.counts().deliveriesByState == (posted == 0 ? [:] : ["delivered": posted]))
        fixture.clock.advance(bySeconds: 60)
        _ = try await fixture.service.post(memoryFailure(run: 1_000), idempotencyKey: nil)
        fixture.clock.advance(bySeconds: 60)
        try await fixture.service.monitor.tick { _ in }
        let minute = fixture.clock.now().minute - 1
        let counted = try await fixture.service.store.failureCounts(from: minute, through: minute)
        #expect(counted.map(\.count) == [1], "counting goes on")
    }

    @Test func aCircumspectMonitorClosesNothingAfterALeap() async throws {
        let policy = try RemediationPolicy(yaml: "{mode: auto, adapters: {slurm: scripted}, incidents: {floor: 5}}")
        let fixture = try await ServiceFixture(policy: policy)
        let service = fixture.service
        func storm(_ minutes: Int, from first: Int) async throws {
            for minute in 0..<minutes {
                for number in 1...10 { _ = try await service.post(lostNode(first + minute * 10 + number), idempotencyKey: nil) }
                fixture.clock.advance(bySeconds: 60)
                try await service.monitor.tick { _ in }
            }
        }
        func open() async throws -> Int { try await service.store.incidents(openOnly: true, page: PageRequest()).items.count }
        try await storm(4, from: 0)
        #expect(try await open() == 1)
        // The storm goes on, and only the clock is elsewhere.
        fixture.clock.advance(bySeconds: 5_000)
        try await service.monitor.tick { _ in }
        #expect(try await open() == 1)
        try await storm(12, from: 1_000)
        #expect(try await open() == 1)
        for _ in 1...20 {
            fixture.clock.advance(bySeconds: 60)
            try await service.monitor.tick { _ in }
        }
        #expect(try await open() == 0)
    }
}
