package import Remediation
internal import Synchronization

/// Looks at the counts of failures minute by minute, opens and closes incidents, and runs their playbooks.
///
/// Several processes may run one on the same store: what they see and decide is the same, and the store lets each thing happen once.
package final class IncidentMonitor: Sendable {
    /// How long a kind stays closed after an operator has closed it, in seconds.
    static let quietSeconds = 3_600.0
    /// Looks that are further apart than this, in minutes, are not in a row.
    static let longestGap: Int64 = 3
    /// How long after a minute's end its last failures are committed, in seconds; what comes later is counted with the next minute.
    static let settlingSeconds = 10.0

    let store: any RemediationStore
    private let detector: IncidentDetector
    let playbooks: [Playbook]
    let caller: (any IncidentCaller)?
    let clock: any WallClock
    let identifiers: IdentifierGenerator
    let watch: PauseWatch
    let circuits: Circuits
    let random: Mutex<any RandomNumberGenerator & Sendable>
    /// Since which minute, and up to which, this monitor has looked without a gap.
    private let looked = Mutex<ClosedRange<Int64>?>(nil)
    /// The last minute that this monitor had counted when what was received in it had been committed.
    private let settled = Mutex<Int64?>(nil)

    /// A monitor.
    ///
    /// - Parameters:
    ///   - caller: Makes the calls of playbooks; without one they are noted as not made.
    ///   - watch: What else goes by pauses, and is told of those that incidents set and lift.
    ///   - circuits: The circuits of those whom playbooks call.
    package init(
        store: any RemediationStore,
        policy: RemediationPolicy,
        caller: (any IncidentCaller)?,
        clock: any WallClock,
        identifiers: IdentifierGenerator,
        watch: PauseWatch? = nil,
        circuits: Circuits? = nil,
        random: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator()
    ) {
        self.store = store
        detector = IncidentDetector(policy.incidents)
        playbooks = policy.playbooks
        self.caller = caller
        self.clock = clock
        self.identifiers = identifiers
        self.watch = watch ?? PauseWatch(store: store)
        self.circuits = circuits ?? Circuits(policy.playbooks.flatMap(\.circuits))
        self.random = Mutex(random)
    }

    /// Counts what is new and acts on it.
    ///
    /// - Parameter notice: Told once of each incident that opens or closes, and of each step of a playbook.
    /// - Throws: `RemediationError` of the store.
    package func tick(notice: @Sendable (String) -> Void) async throws(RemediationError) {
        let begun = clock.now()
        // The present minute is not over.
        let minute = begun.minute - 1
        if settled.withLock(\.self) != minute {
            try await store.countFailures(through: minute)
            if begun.seconds - Timestamp(minute: minute + 1).seconds >= Self.settlingSeconds { settled.withLock { $0 = minute } }
        }
        // To count may have taken long: what opens and closes does so now.
        let now = clock.now()
        guard let first = try await store.firstCountedMinute() else { return }
        let open = try await store.incidents(openOnly: true, page: PageRequest(limit: PageRequest.largestLimit)).items
        var counts: [FailureCount] = []
        for range in detector.ranges(endingAt: minute) where range.upperBound >= first {
            counts += try await store.failureCounts(from: range.lowerBound, through: range.upperBound)
        }
        let kinds = Dictionary(open.map { (IncidentDetector.Kind($0.dimension, $0.value), $0) }) { first, _ in first }
        let verdict = detector.verdict(on: counts, endingAt: minute, knownSince: first, open: Set(kinds.keys))
        let mayClose = hasLookedLongEnough(at: minute)
        for kind in verdict.closing where mayClose {
            guard let incident = kinds[kind] else { continue }
            _ = try await close(incident.id, actor: "mulligan", reason: "calm for \(detector.options.closeMinutes) minutes")
            notice("incident over: \(kind.dimension.rawValue) \(kind.value)")
        }
        try await self.open(verdict.opening, at: now, notice: notice)
        try await runPlaybooks(at: now, notice: notice)
    }

    /// Whether the minutes that must be calm for an incident to close were all looked at. After a leap of the clock, or while nobody was
    /// there to take failures, no failures are no calm.
    private func hasLookedLongEnough(at minute: Int64) -> Bool {
        looked.withLock { looked in
            let goesOn = looked.map { ($0.upperBound...($0.upperBound + Self.longestGap)).contains(minute) } ?? false
            let since = goesOn ? looked?.lowerBound ?? minute : minute
            looked = since...minute
            return minute - since >= Int64(detector.options.closeMinutes) - 1
        }
    }

    /// Closes an incident, releases what it held, and keeps its kind closed for an hour if an operator did it.
    ///
    /// - Throws: `RemediationError`: `notFound`.
    @discardableResult
    package func close(_ id: String, actor: String, reason: String?) async throws(RemediationError) -> Incident {
        let closed = try await store.close(
            incidentId: id,
            actor: actor,
            reason: reason,
            at: clock.now(),
            spreadSeconds: detector.options.releaseSeconds
        )
        // Closed it is; the outbox's worker looks again within a second.
        _ = try? await watch.refresh()
        return closed
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
                    // Further off in the future it lies only when the clock has gone back since.
                    && (earlier.closedAt.map { abs(now.seconds - $0.seconds) < Self.quietSeconds } ?? false)
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
            let opened = try await store.open(incident, holding: hold, steps: steps(of: incident, at: now).map(\.record))
            if opened.isNew, let hold { watch.noteSet(hold) }
            if opened.isNew { notice("incident: \(opened.incident.summary)") }
        }
    }
}
