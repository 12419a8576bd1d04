internal import Remediation

private typealias Fixtures = StoreFixtures

extension RemediationStoreConformance {
    private static func incident(_ number: Int, _ value: String = "network.dns") -> Incident {
        Incident(
            id: Fixtures.id(number),
            dimension: .failureClass,
            value: value,
            openedAt: Fixtures.start,
            observed: 80,
            expected: 3.5,
            windowMinutes: 5
        )
    }

    static let incidents: [RemediationStoreConformance] = [
        RemediationStoreConformance("failures are counted by minute, each once", opensAgain: true) { test in
            let minute = Fixtures.start.minute
            func post(_ number: Int, at seconds: Double, host: String? = nil, failureClass: FailureClass = .dns) async throws {
                var failure = Fixtures.failure(number)
                if let host { failure.labels["node"] = host }
                let recommendation = Fixtures.recommendation(1_000_000 + number, of: number)
                _ = try await test.store.accept(
                    failure,
                    id: Fixtures.id(number),
                    idempotencyKey: nil,
                    receivedAt: Timestamp(minute: minute).adding(seconds: seconds),
                    decision: Decision(classification: Fixtures.classification(failureClass), recommendation: recommendation)
                )
            }
            try requireEqual(try await test.store.firstCountedMinute(), nil, "before anything is counted")
            for number in 1...3 { try await post(number, at: Double(number)) }
            try await post(4, at: 59.999, host: "n1")
            try await post(5, at: 60, failureClass: .noSpace)
            try await post(6, at: 150)
            try await test.store.countFailures(through: minute + 1)
            let other = try await test.open()
            try await other.countFailures(through: minute + 1)
            try await other.countFailures(through: minute)
            await other.close()
            let counted = [
                FailureCount(minute: minute, failureClass: "network.dns", engine: "slurm", count: 3),
                FailureCount(minute: minute, failureClass: "network.dns", engine: "slurm", host: "n1", count: 1),
                FailureCount(minute: minute + 1, failureClass: "disk.no_space", engine: "slurm", count: 1),
            ]
            try requireEqual(try await test.store.failureCounts(from: minute, through: minute + 9), counted, "the counts")
            try await test.store.countFailures(through: minute + 2)
            let more = try await test.store.failureCounts(from: minute + 1, through: minute + 2)
            try requireEqual(more.map(\.count), [1, 1], "the counts a minute later")
            try requireEqual(try await test.store.firstCountedMinute(), minute, "the first minute")
            try await test.store.countFailures(through: minute + 16 * 1_440)
            try requireEqual(try await test.store.failureCounts(from: 0, through: .max).count, 0, "what is kept after sixteen days")
        },
        RemediationStoreConformance("an incident opens once, holds, and releases when it closes") { test in
            let now = Fixtures.start
            let recommendation = try await Fixtures.decided(1, in: test.store, state: .approved)
            try requireEqual(recommendation.state, .approved, "the state")
            let pause = Pause(id: Fixtures.id(60), scope: PauseScope(), actor: "mulligan", incidentId: Fixtures.id(50), since: now)
            let opened = try await test.store.open(incident(50), holding: pause)
            try require(opened.isNew && opened.incident == incident(50), "the first is new")
            let again = try await test.store.open(incident(51), holding: nil)
            try require(!again.isNew && again.incident == incident(50), "while it is open no other opens")
            _ = try await test.store.open(incident(52, "disk.no_space"), holding: nil)
            try requireEqual(try await test.store.pauses(), [pause], "the pauses")
            let open = try await test.store.incidents(openOnly: true, page: PageRequest(limit: 9)).items
            try requireEqual(open.map(\.id), [52, 50].map(Fixtures.id), "the open ones")
            let closed = try await test.store.close(
                incidentId: Fixtures.id(50),
                actor: "ada",
                reason: "fixed",
                at: now,
                spreadSeconds: 60
            )
            try requireEqual(closed.closedBy, "ada", "who closed it")
            try requireEqual(try await test.store.incident(id: Fixtures.id(50)), closed, "as it is stored")
            try requireEqual(try await test.store.pauses(), [], "the pauses after")
            let twice = try await test.store.close(
                incidentId: Fixtures.id(50),
                actor: "eve",
                reason: nil,
                at: now.adding(seconds: 9),
                spreadSeconds: 0
            )
            try requireEqual(twice, closed, "closed twice")
            try require(try await test.store.open(incident(53), holding: nil).isNew, "after that the next opens")
            let page = try await test.store.incidents(openOnly: false, page: PageRequest(limit: 2))
            try requireEqual(page.items.map(\.id), [53, 52].map(Fixtures.id), "the first page")
            try requireEqual(page.nextCursor, Fixtures.id(52), "its cursor")
            let log = try await test.store.auditEntries(
                AuditFilter(subject: AuditEvent.subject(ofIncident: Fixtures.id(50))),
                page: PageRequest(limit: 9)
            )
            try requireEqual(log.items.map(\.event.kind), [.incidentClosed, .incidentOpened], "the audit entries")
            try await requireError(.notFound, "closing nothing") { () throws(RemediationError) in
                try await test.store.close(incidentId: "none", actor: "eve", reason: nil, at: now, spreadSeconds: 0)
            }
        },
    ]
}
