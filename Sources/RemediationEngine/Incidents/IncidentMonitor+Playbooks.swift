package import Remediation
internal import Synchronization

extension IncidentMonitor {
    /// The most tries of a step.
    static let mostTries = 10
    /// How long a claimed step is hidden from other processes, in seconds: longer than any call's time-out.
    package static let leaseSeconds = 120.0
    /// How long to wait before another try.
    static let backoff = Backoff(baseSeconds: 15, capSeconds: 300)
    /// The longest wait that a receiver may ask for, in seconds: what is later is no news.
    static let longestRetryAfter = PlaybookStep.longestWaitSeconds - backoff.capSeconds
    /// How long calls about an incident that is over are still made, in seconds.
    static let lateSeconds = 3_600.0

    /// A step of a playbook of the policy, and what is kept of it.
    package struct PlannedStep {
        package let playbook: Playbook
        package let step: Playbook.Step
        package let record: PlaybookStep
    }

    /// The steps that are to be carried out about `incident`, in turn.
    package func steps(of incident: Incident, at now: Timestamp) -> [PlannedStep] {
        playbooks.filter { $0.fits(incident) }.flatMap { playbook in
            playbook.steps.enumerated().map { number, step in
                PlannedStep(
                    playbook: playbook,
                    step: step,
                    record: PlaybookStep("\(playbook.name)/\(number + 1)", of: incident.id, dueAt: now)
                )
            }
        }
    }

    /// Carries out what is due. Steps are put down with their incident and claimed under a lease: a crash loses none, and two processes do not
    /// carry out the same at once.
    package func runPlaybooks(at now: Timestamp, notice: @Sendable (String) -> Void) async throws(RemediationError) {
        guard !playbooks.isEmpty else { return }
        let open = try await store.incidents(openOnly: true, page: PageRequest(limit: PageRequest.largestLimit)).items
        let over = try await store.incidents(openOnly: false, page: PageRequest(limit: 100)).items.filter { incident in
            incident.closedAt.map { abs(now.seconds - $0.seconds) < Self.lateSeconds } ?? false
        }
        for incident in open + over {
            let planned = steps(of: incident, at: now)
            guard !planned.isEmpty else { continue }
            let kept = Dictionary(try await store.playbookSteps(ofIncident: incident.id).map { ($0.id, $0) }) { first, _ in first }
            for step in planned {
                let present = kept[step.record.id]
                guard present?.state ?? .waiting == .waiting else { continue }
                // Of an incident that is over only what was put down while it lasted, and nobody is held any more.
                if !incident.isOpen {
                    guard present != nil, case .call = step.step else { continue }
                }
                if case .call = step.step, try await !mayCall(step, about: incident) { continue }
                guard let number = try await store.claim(step.record, now: clock.now(), leaseSeconds: Self.leaseSeconds) else { continue }
                try await carryOut(step, try: number, of: incident, notice: notice)
            }
        }
    }

    /// Whether a call may be made now. The store is asked, as the outbox asks it before each repair: once a pause has been answered nobody is
    /// called. What waits has not been tried, and is called when the pause is lifted or the circuit lets a probe through.
    private func mayCall(_ planned: PlannedStep, about incident: Incident) async throws(RemediationError) -> Bool {
        // The incident's own pauses hold repairs; those of operators hold everything that Mulligan does.
        let isStopped = try await watch.refresh().contains { $0.incidentId == nil && $0.scope.covers(incident) }
        let isOpen = planned.step.circuit.map { circuits.state(of: $0, at: clock.now()) == .open } ?? false
        return !isStopped && !isOpen
    }

    private func carryOut(
        _ planned: PlannedStep,
        try number: Int,
        of incident: Incident,
        notice: @Sendable (String) -> Void
    ) async throws(RemediationError) {
        let result = try await result(of: planned, try: number, of: incident)
        let text: String
        switch result {
        case .done(let words), .failed(let words): text = words
        case .retry(_, let error):
            text = "failed, and will be tried again: \(error)"
            // Of many tries the first, the second, the fourth and the eighth: the last says how many there were.
            guard number.nonzeroBitCount == 1 else {
                return try await store.finish(stepId: planned.record.id, ofTry: number, result: result, event: nil)
            }
        }
        let event = AuditEvent(
            .playbookStep,
            subject: AuditEvent.subject(ofIncident: incident.id),
            actor: "playbook/\(planned.playbook.name)",
            reason: planned.step.summary,
            after: .object(["result": .string(text), "step": .string(planned.record.step), "try": .number(Double(number))]),
            at: clock.now()
        )
        try await store.finish(stepId: planned.record.id, ofTry: number, result: result, event: event)
        notice("playbook \(planned.record.step): \(planned.step.summary): \(text)")
    }

    private func result(
        of planned: PlannedStep,
        try number: Int,
        of incident: Incident
    ) async throws(RemediationError) -> PlaybookStep.Result {
        switch planned.step {
        case .pause(let scope):
            let actor = "playbook/\(planned.playbook.name)"
            let pause = try await store.pause(
                Pause(
                    id: identifiers.next(),
                    scope: scope,
                    actor: actor,
                    reason: incident.summary,
                    incidentId: incident.id,
                    since: clock.now()
                )
            )
            watch.noteSet(pause)
            // Closed in between, it would have no end.
            if try await store.incident(id: incident.id)?.isOpen == false {
                _ = try? await store.resume(
                    pauseId: pause.id,
                    actor: actor,
                    reason: "the incident is over",
                    at: clock.now(),
                    spreadSeconds: 0
                )
                watch.noteLifted(pause.id)
            }
            return .done("paused as \(pause.id)")
        case .call(let url):
            guard let caller else { return .failed("not called: no calls are set up here") }
            do throws(SchedulerError) {
                try await caller.call(url, about: incident, key: planned.record.id)
                if let circuit = planned.step.circuit { circuits.answered(circuit) }
                return .done("called")
            } catch {
                let now = clock.now()
                if let circuit = planned.step.circuit {
                    if error.isTransient { circuits.failed(circuit, at: now) } else { circuits.answered(circuit) }
                }
                guard error.isTransient, number < Self.mostTries else { return .failed("failed: \(error.message)") }
                let pause = random.withLock {
                    Self.backoff.seconds(
                        afterTries: number,
                        retryAfterSeconds: error.retryAfterSeconds.map { min($0, Self.longestRetryAfter) },
                        using: &$0
                    )
                }
                return .retry(at: now.adding(seconds: pause), error: error.message)
            }
        }
    }
}
