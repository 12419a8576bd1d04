package import Remediation
internal import Synchronization

/// Looks at the counts of failures minute by minute, opens and closes incidents, and runs their playbooks.
///
/// Several processes may run one on the same store: what they see and decide is the same, and the store lets each thing happen once.
package final class IncidentMonitor: Sendable {
    /// The most tries of a playbook's call.
    static let mostTries = 10
    /// How long a kind stays closed after an operator has closed it, in seconds.
    static let quietSeconds = 3_600.0

    private let store: any RemediationStore
    private let detector: IncidentDetector
    private let playbooks: [Playbook]
    private let caller: (any IncidentCaller)?
    private let clock: any WallClock
    private let identifiers: IdentifierGenerator
    private let tries = Mutex<[String: Int]>([:])

    /// A monitor.
    ///
    /// - Parameter caller: Makes the calls of playbooks; without one they are noted as not made.
    package init(
        store: any RemediationStore,
        policy: RemediationPolicy,
        caller: (any IncidentCaller)?,
        clock: any WallClock,
        identifiers: IdentifierGenerator
    ) {
        self.store = store
        detector = IncidentDetector(policy.incidents)
        playbooks = policy.playbooks
        self.caller = caller
        self.clock = clock
        self.identifiers = identifiers
    }

    /// Counts what is new and acts on it.
    ///
    /// - Parameter notice: Told once of each incident that opens or closes, and of each step of a playbook.
    /// - Throws: `RemediationError` of the store.
    package func tick(notice: @Sendable (String) -> Void) async throws(RemediationError) {
        let now = clock.now()
        // The present minute is not over.
        let minute = now.minute - 1
        try await store.countFailures(through: minute)
        guard let first = try await store.firstCountedMinute() else { return }
        let open = try await store.incidents(openOnly: true, page: PageRequest(limit: PageRequest.largestLimit)).items
        var counts: [FailureCount] = []
        for range in detector.ranges(endingAt: minute) where range.upperBound >= first {
            counts += try await store.failureCounts(from: range.lowerBound, through: range.upperBound)
        }
        let kinds = Dictionary(open.map { (IncidentDetector.Kind($0.dimension, $0.value), $0) }) { first, _ in first }
        let verdict = detector.verdict(on: counts, endingAt: minute, knownSince: first, open: Set(kinds.keys))
        for kind in verdict.closing {
            guard let incident = kinds[kind] else { continue }
            _ = try await close(incident.id, actor: "mulligan", reason: "calm for \(detector.options.closeMinutes) minutes")
            notice("incident over: \(kind.dimension.rawValue) \(kind.value)")
        }
        try await self.open(verdict.opening, at: now, notice: notice)
        for incident in try await store.incidents(openOnly: true, page: PageRequest(limit: PageRequest.largestLimit)).items {
            try await runPlaybooks(of: incident, notice: notice)
        }
    }

    /// Closes an incident, releases what it held, and keeps its kind closed for an hour if an operator did it.
    ///
    /// - Throws: `RemediationError`: `notFound`.
    @discardableResult
    package func close(_ id: String, actor: String, reason: String?) async throws(RemediationError) -> Incident {
        try await store.close(
            incidentId: id,
            actor: actor,
            reason: reason,
            at: clock.now(),
            spreadSeconds: detector.options.releaseSeconds
        )
    }

    private func open(
        _ opening: [IncidentDetector.Kind: IncidentDetector.Reading],
        at now: Timestamp,
        notice: @Sendable (String) -> Void
    ) async throws(RemediationError) {
        guard !opening.isEmpty else { return }
        let recent = try await store.incidents(openOnly: false, page: PageRequest(limit: 100)).items
        for (kind, reading) in opening.sorted(by: { $0.key.value < $1.key.value }) {
            // An operator said that it is none.
            let overruled = recent.contains { earlier in
                earlier.dimension == kind.dimension && earlier.value == kind.value && earlier.closedBy.map { $0 != "mulligan" } ?? false
                    && (earlier.closedAt.map { now.seconds - $0.seconds < Self.quietSeconds } ?? false)
            }
            if overruled { continue }
            let incident = Incident(
                id: identifiers.next(),
                dimension: kind.dimension,
                value: kind.value,
                openedAt: now,
                observed: reading.observed,
                expected: reading.expected,
                windowMinutes: detector.options.windowMinutes
            )
            var hold: Pause?
            if detector.options.holds, let scope = incident.holdScope {
                hold = Pause(
                    id: identifiers.next(),
                    scope: scope,
                    actor: "mulligan",
                    reason: incident.summary,
                    incidentId: incident.id,
                    since: now
                )
            }
            let opened = try await store.open(incident, holding: hold)
            if opened.isNew { notice("incident: \(opened.incident.summary)") }
        }
    }

    /// Runs what has not run yet: the audit log says what has, so a crash in between loses no step.
    private func runPlaybooks(of incident: Incident, notice: @Sendable (String) -> Void) async throws(RemediationError) {
        let fitting = playbooks.filter { $0.fits(incident) }
        guard !fitting.isEmpty else { return }
        let subject = AuditEvent.subject(ofIncident: incident.id)
        let log = try await store.auditEntries(
            AuditFilter(kind: .playbookStep, subject: subject),
            page: PageRequest(limit: PageRequest.largestLimit)
        )
        let done = Set(log.items.compactMap { $0.event.after?["step"]?.string })
        for playbook in fitting {
            for (number, step) in playbook.steps.enumerated() {
                let key = "\(playbook.name)/\(number + 1)"
                guard !done.contains(key) else { continue }
                guard let result = try await run(step, key: "\(incident.id)/\(key)", of: incident, by: playbook) else { continue }
                _ = try await store.append(
                    AuditEvent(
                        .playbookStep,
                        subject: subject,
                        actor: "playbook/\(playbook.name)",
                        reason: step.summary,
                        after: .object(["result": .string(result), "step": .string(key)]),
                        at: clock.now()
                    )
                )
                notice("playbook \(key): \(step.summary): \(result)")
            }
        }
    }

    /// Carries out a step; nil when it is to be tried again.
    private func run(
        _ step: Playbook.Step,
        key: String,
        of incident: Incident,
        by playbook: Playbook
    ) async throws(RemediationError) -> String? {
        switch step {
        case .pause(let scope):
            let pause = try await store.pause(
                Pause(
                    id: identifiers.next(),
                    scope: scope,
                    actor: "playbook/\(playbook.name)",
                    reason: incident.summary,
                    incidentId: incident.id,
                    since: clock.now()
                )
            )
            return "paused as \(pause.id)"
        case .call(let url):
            guard let caller else { return "not called: no calls are set up here" }
            let number = tries.withLock { tries in
                tries[key, default: 0] += 1
                return tries[key] ?? 1
            }
            do throws(SchedulerError) {
                try await caller.call(url, about: incident, key: key)
                return "called"
            } catch {
                return error.isTransient && number < Self.mostTries ? nil : "failed: \(error.message)"
            }
        }
    }
}
