import Remediation
import RemediationEngine
import RemediationTesting
import Synchronization
import Testing

@Suite struct IncidentMonitorTests {
    /// Notes whom it was asked to call, and fails as often as it is told.
    private final class Caller: IncidentCaller {
        let state: Mutex<(failures: Int, calls: [String])>

        init(failures: Int = 0) { state = Mutex((failures, [])) }

        var calls: [String] { state.withLock(\.calls) }

        func call(_ url: String, about incident: Incident, key: String) async throws(SchedulerError) {
            let mustFail = state.withLock { state -> Bool in
                state.calls.append("\(url) \(incident.value) \(key.split(separator: "/").dropFirst().joined(separator: "/"))")
                state.failures -= 1
                return state.failures >= 0
            }
            if mustFail { throw SchedulerError("connection refused", isTransient: true) }
        }
    }

    private static let yaml = """
        mode: auto
        adapters: {kubernetes: scripted}
        incidents: {floor: 5, release-over: 5m}
        playbooks:
          - name: platform
            on: {classes: ["network.*"]}
            steps:
              - call: https://hooks.example/platform
              - pause: {labels: {queue: long}}
        """

    private func networkFailure(_ run: Int) -> JobFailure {
        JobFailure(
            job: "load-\(run)",
            runId: "\(run)",
            engine: "kubernetes",
            exitCode: 1,
            log: "curl: (6) Could not resolve host: warehouse.example\n",
            resources: Resources(memoryBytes: 1 << 30)
        )
    }

    private func incident(_ id: String, _ fixture: ServiceFixture, value: String = "network.dns") -> Incident {
        Incident(
            id: id,
            dimension: .failureClass,
            value: value,
            openedAt: fixture.clock.now(),
            observed: 9,
            expected: 0,
            windowMinutes: 5
        )
    }

    private func monitor(_ fixture: ServiceFixture, _ caller: Caller) -> IncidentMonitor {
        IncidentMonitor(
            store: fixture.service.store,
            policy: fixture.policy,
            caller: caller,
            clock: fixture.clock,
            identifiers: IdentifierGenerator(clock: fixture.clock)
        )
    }

    @Test func aStormIsHeldCalledAndReleased() async throws {
        let fixture = try await ServiceFixture(policy: try RemediationPolicy(yaml: Self.yaml))
        let caller = Caller(failures: 1)
        let monitor = monitor(fixture, caller)
        let notices = Mutex<[String]>([])
        @Sendable func note(_ text: String) { notices.withLock { $0.append(text) } }
        // Something quiet long before, so that the days are known.
        var run = 0
        func post() async throws {
            run += 1
            let record = try await fixture.service.post(networkFailure(run), idempotencyKey: nil).record
            #expect(record.classification?.failureClass == .dns)
            #expect(record.recommendation?.state == .approved)
        }
        try await post()
        fixture.clock.advance(bySeconds: 5 * 86_400)
        try await monitor.tick(notice: note)
        #expect(notices.withLock { $0.isEmpty })
        for _ in 1...4 {
            for _ in 1...6 { try await post() }
            fixture.clock.advance(bySeconds: 60)
            try await monitor.tick(notice: note)
        }
        let incident = try #require(try await fixture.service.store.incidents(openOnly: true, page: PageRequest()).items.first)
        #expect(incident.dimension == .failureClass)
        #expect(incident.value == "network.dns")
        #expect(notices.withLock { $0.count { $0.hasPrefix("incident:") } } == 1)
        // The call failed once, was made again, and then no more.
        #expect(caller.calls == Array(repeating: "https://hooks.example/platform network.dns platform/1", count: 2))
        #expect(try await fixture.service.store.pauses().count == 2)
        // Transient retries wait; the one from long ago waits too, being of the class.
        fixture.clock.advance(bySeconds: 300)
        #expect(try await fixture.service.outbox.deliverDue { _ in } == 0)
        for _ in 1...20 {
            fixture.clock.advance(bySeconds: 60)
            try await monitor.tick(notice: note)
        }
        #expect(try await fixture.service.store.incidents(openOnly: true, page: PageRequest()).items.isEmpty)
        #expect(try await fixture.service.store.pauses().isEmpty)
        fixture.clock.advance(bySeconds: 300)
        var sent = 0
        while true {
            let now = try await fixture.service.outbox.deliverDue { _ in }
            if now == 0 { break }
            sent += now
        }
        #expect(sent == run)
    }

    /// A minute is counted again until what was received in it is committed, and then once more with the next.
    @Test func whatIsCommittedLateIsCountedToo() async throws {
        let fixture = try await ServiceFixture(policy: try RemediationPolicy(yaml: Self.yaml))
        let monitor = monitor(fixture, Caller())
        let start = fixture.clock.now()
        let minute = start.minute + 1
        // Each is received in the middle of the minute and seen by a tick so many seconds after its end.
        var counts: [Int] = []
        for (run, seconds) in [0.1, 5, 20, 40, 61].enumerated() {
            fixture.clock.advance(bySeconds: Timestamp(minute: minute).seconds + 30 - fixture.clock.now().seconds)
            _ = try await fixture.service.post(networkFailure(run + 1), idempotencyKey: nil)
            fixture.clock.advance(bySeconds: 30 + seconds)
            try await monitor.tick { _ in }
            counts.append(try await fixture.service.store.failureCounts(from: minute, through: minute).reduce(0) { $0 + $1.count })
        }
        #expect(counts == [1, 2, 3, 3, 5])
    }

    /// A process that dies while it calls loses neither the call nor its key, and while it lives nobody else calls.
    @Test func aCrashInTheMiddleOfACallLosesNothing() async throws {
        let fixture = try await ServiceFixture(policy: try RemediationPolicy(yaml: Self.yaml))
        let store = fixture.service.store
        let now = fixture.clock.now()
        let incident = incident("i1", fixture)
        let callers = [Caller(), Caller()]
        let monitors = callers.map { monitor(fixture, $0) }
        let planned = monitors[0].steps(of: incident, at: now).map(\.record)
        #expect(planned.map(\.id) == ["i1/platform/1", "i1/platform/2"])
        _ = try await store.open(incident, holding: nil, steps: planned)
        // The first process claims its call and is gone.
        #expect(try await store.claim(planned[0], now: now, leaseSeconds: IncidentMonitor.leaseSeconds) == 1)
        try await monitors[1].runPlaybooks(at: now) { _ in }
        #expect(callers[1].calls.isEmpty)
        #expect(try await store.pauses().map(\.actor) == ["playbook/platform"], "the other step is carried out meanwhile")
        // Even when the incident ends before anybody notices.
        _ = try await store.close(incidentId: "i1", actor: "ada", reason: nil, at: now, spreadSeconds: 0)
        fixture.clock.advance(bySeconds: IncidentMonitor.leaseSeconds)
        for monitor in monitors { try await monitor.runPlaybooks(at: fixture.clock.now()) { _ in } }
        #expect(callers.flatMap(\.calls) == ["https://hooks.example/platform network.dns platform/1"])
        #expect(try await store.playbookSteps(ofIncident: "i1").map(\.state) == [.done, .done])
        #expect(try await store.pauses().isEmpty)
        let steps = try await store.auditEntries(AuditFilter(kind: .playbookStep), page: PageRequest(limit: 9)).items
        #expect(steps.count == 2)
    }

    @Test func whoHasStoppedRemediationIsNotCalledAbout() async throws {
        let fixture = try await ServiceFixture(policy: try RemediationPolicy(yaml: Self.yaml))
        let (service, caller) = (fixture.service, Caller())
        let monitor = monitor(fixture, caller)
        for scope in [PauseScope(), PauseScope(failureClass: "network.*")] {
            let stop = try await service.pause(scope, actor: "ada", reason: "silence")
            let incident = incident("i-\(scope.summary)", fixture)
            _ = try await service.store.open(
                incident,
                holding: nil,
                steps: monitor.steps(of: incident, at: fixture.clock.now()).map(\.record)
            )
            let before = caller.calls.count
            for _ in 1...30 {
                try await monitor.runPlaybooks(at: fixture.clock.now()) { _ in }
                fixture.clock.advance(bySeconds: 20)
            }
            #expect(caller.calls.count == before)
            let steps = try await service.store.playbookSteps(ofIncident: incident.id)
            #expect(steps.map(\.state) == [.waiting, .done], "what holds more is done all the same")
            #expect(steps.first?.tries == 0)
            _ = try await service.resume(pauseId: stop.id, actor: "ada")
            try await monitor.runPlaybooks(at: fixture.clock.now()) { _ in }
            #expect(caller.calls.count == before + 1)
            _ = try await service.store.close(
                incidentId: incident.id,
                actor: "ada",
                reason: nil,
                at: fixture.clock.now(),
                spreadSeconds: 0
            )
        }
        // What is paused elsewhere, and what the incident itself holds, stops no call.
        _ = try await service.pause(PauseScope(failureClass: "memory.*"), actor: "ada")
        _ = try await service.pause(PauseScope(job: "load-*"), actor: "ada")
        let last = incident("last", fixture)
        let hold = Pause(id: "hold", scope: PauseScope(), actor: "mulligan", incidentId: "last", since: fixture.clock.now())
        _ = try await service.store.open(last, holding: hold, steps: [])
        let before = caller.calls.count
        try await monitor.runPlaybooks(at: fixture.clock.now()) { _ in }
        #expect(caller.calls.count == before + 1)
    }

    @Test func aReceiverThatDoesNotAnswerIsLeftAloneAndToldOfBriefly() async throws {
        let fixture = try await ServiceFixture(policy: try RemediationPolicy(yaml: Self.yaml))
        let (store, caller) = (fixture.service.store, Caller(failures: .max))
        let circuits = Circuits(["playbook/hooks.example"])
        let monitor = IncidentMonitor(
            store: store,
            policy: fixture.policy,
            caller: caller,
            clock: fixture.clock,
            identifiers: IdentifierGenerator(clock: fixture.clock),
            circuits: circuits,
            random: SplitMix64(seed: 5)
        )
        let incident = incident("i1", fixture)
        _ = try await store.open(incident, holding: nil, steps: monitor.steps(of: incident, at: fixture.clock.now()).map(\.record))
        var waits: [Double] = []
        var opened = 0
        for _ in 1...4_000 {
            let before = caller.calls.count
            let isOpen = circuits.status(at: fixture.clock.now()).first?.state == .open
            try await monitor.runPlaybooks(at: fixture.clock.now()) { _ in }
            let step = try #require(try await store.playbookSteps(ofIncident: "i1").first)
            if isOpen {
                opened += 1
                #expect(caller.calls.count == before, "nobody is called while the circuit is open")
            } else if caller.calls.count > before, step.state == .waiting {
                waits.append(step.dueAt.seconds - fixture.clock.now().seconds)
            }
            fixture.clock.advance(bySeconds: 1)
        }
        #expect(caller.calls.count == 10, "the tries of a step are bounded")
        #expect(opened > 0)
        // Full jitter: every wait lies below its bound, and they are not the bounds themselves.
        let bounds = (1...waits.count).map { Backoff(baseSeconds: 15, capSeconds: 300).boundSeconds(afterTries: $0) }
        #expect(zip(waits, bounds).allSatisfy { $0 >= 0 && $0 <= $1 + 0.001 })
        #expect(zip(waits, bounds).contains { $0 < 0.7 * $1 })
        #expect(Set(waits.map { Int($0 * 1_000) }).count == waits.count)
        let entries = try await store.auditEntries(AuditFilter(kind: .playbookStep), page: PageRequest(limit: 99)).items
        let tries = entries.filter { $0.event.after?["step"]?.string == "platform/1" }.compactMap { $0.event.after?["try"]?.number }
        #expect(tries.sorted() == [1, 2, 4, 8, 10])
        #expect(entries.first?.event.after?["result"]?.string == "failed: connection refused")
    }

    @Test func anOperatorsWordIsTheLast() async throws {
        let fixture = try await ServiceFixture(policy: try RemediationPolicy(yaml: Self.yaml))
        let monitor = monitor(fixture, Caller())
        func storm(_ minutes: Int, from first: Int) async throws {
            for minute in 0..<minutes {
                for number in 1...10 {
                    _ = try await fixture.service.post(networkFailure(first + minute * 10 + number), idempotencyKey: nil)
                }
                fixture.clock.advance(bySeconds: 60)
                try await monitor.tick { _ in }
            }
        }
        try await storm(5, from: 0)
        let open = try await fixture.service.store.incidents(openOnly: true, page: PageRequest()).items
        let incident = try #require(open.first)
        try await monitor.close(incident.id, actor: "ada", reason: "a planned load test")
        try await storm(5, from: 1_000)
        #expect(try await fixture.service.store.incidents(openOnly: true, page: PageRequest()).items.isEmpty)
    }

    @Test(arguments: [
        "{playbooks: [{name: a, steps: [{call: 'ftp://x'}]}]}", "{playbooks: [{name: a, steps: [{shout: x}]}]}",
        "{playbooks: [{name: a, on: {classes: [netwrok.*]}, steps: []}]}", "{playbooks: [{steps: []}]}",
        "{playbooks: [{name: a, steps: [{call: 'https://x', pause: {}}]}]}", "{incidents: {floor: 0}}", "{incidents: {release-over: soon}}",
    ])
    func refusesAPlaybookThatWouldNotRun(yaml: String) {
        #expect(throws: RemediationError.self) { try RemediationPolicy(yaml: yaml) }
    }
}
