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
            try requireEqual(try await test.store.failureCounts(from: 0, through: .max).count, 4, "what is kept while nothing newer comes")
            try await post(7, at: 60 * 16 * 1_440 + 60)
            try await test.store.countFailures(through: minute + 16 * 1_440 + 1)
            let kept = try await test.store.failureCounts(from: 0, through: .max)
            try requireEqual(kept.map { $0.minute - minute }, [1, 2, 16 * 1_440 + 1], "a minute that comes lets the oldest go")
        },
        RemediationStoreConformance("a failure that is decided when its minute was counted is counted too") { test in
            let minute = Fixtures.time(1).minute
            _ = try await test.store.accept(Fixtures.failure(1), id: Fixtures.id(1), idempotencyKey: nil, receivedAt: Fixtures.time(1))
            func counted() async throws(RemediationError) -> Int {
                try await test.store.countFailures(through: minute)
                return try await test.store.failureCounts(from: minute, through: minute).reduce(0) { $0 + $1.count }
            }
            try requireEqual(try await counted(), 0, "while nobody has decided")
            _ = try await test.store.decide(
                failureId: Fixtures.id(1),
                classification: Fixtures.classification(),
                recommendation: Fixtures.recommendation(1_000_001, of: 1),
                delivery: nil
            )
            try requireEqual(try await counted(), 1, "when it is decided")
            try requireEqual(try await counted(), 1, "once more")
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
        RemediationStoreConformance("a step of a playbook is claimed by one, and is not lost", opensAgain: true) { test in
            let now = Fixtures.start
            let steps = [PlaybookStep("a/1", of: Fixtures.id(50), dueAt: now), PlaybookStep("a/2", of: Fixtures.id(50), dueAt: now)]
            _ = try await test.store.open(incident(50), holding: nil, steps: steps)
            let other = try await test.open()
            try requireEqual(try await other.playbookSteps(ofIncident: Fixtures.id(50)), steps, "as they were put down")
            func claim(_ store: any RemediationStore, _ step: PlaybookStep, after seconds: Double) async throws -> Int? {
                try await store.claim(step, now: now.adding(seconds: seconds), leaseSeconds: 30)
            }
            try requireEqual(try await claim(test.store, steps[0], after: 0), 1, "the first claim")
            try requireEqual(try await claim(other, steps[0], after: 29), nil, "while it is under way")
            // Whoever claimed it is gone: another has it, and what the first says late is not said of the second try, but for its success.
            try requireEqual(try await claim(other, steps[0], after: 30), 2, "after the lease")
            let late = PlaybookStep.Result.retry(at: now.adding(seconds: 900), error: "slow")
            try await test.store.finish(stepId: steps[0].id, ofTry: 1, result: late, event: nil)
            try await test.store.finish(stepId: steps[0].id, ofTry: 1, result: .failed("gone"), event: nil)
            try requireEqual(try await claim(test.store, steps[0], after: 59), nil, "after late news")
            let due = now.adding(seconds: 75)
            try await other.finish(stepId: steps[0].id, ofTry: 2, result: .retry(at: due, error: "busy"), event: nil)
            let postponed = try await test.store.playbookSteps(ofIncident: Fixtures.id(50)).first
            try requireEqual(postponed?.result, "busy", "what the try said")
            try requireEqual(postponed?.dueAt, due, "when it is due")
            try requireEqual(try await claim(test.store, steps[0], after: 74), nil, "before it is due")
            try requireEqual(try await claim(test.store, steps[0], after: 75), 3, "when it is due")
            let event = AuditEvent(.playbookStep, subject: AuditEvent.subject(ofIncident: Fixtures.id(50)), actor: "playbook/a", at: now)
            try await other.finish(stepId: steps[0].id, ofTry: 2, result: .done("called"), event: event)
            try await test.store.finish(stepId: steps[0].id, ofTry: 3, result: .failed("refused"), event: event)
            try requireEqual(try await claim(other, steps[0], after: 900), nil, "when it is done")
            let kept = try await other.playbookSteps(ofIncident: Fixtures.id(50))
            try requireEqual(kept.map(\.state), [.done, .waiting], "the states")
            try requireEqual(kept.first?.result, "called", "the result")
            // A step that nobody has put down, and one of no incident.
            try requireEqual(try await claim(other, PlaybookStep("b/1", of: Fixtures.id(50), dueAt: now), after: 0), 1, "a new one")
            let later = PlaybookStep("c/1", of: Fixtures.id(50), dueAt: now.adding(seconds: 20))
            try requireEqual(try await claim(other, later, after: 19), nil, "a new one that is not due")
            try requireEqual(try await claim(test.store, later, after: 20), 1, "the same when it is due")
            try await requireError(.notFound, "a step of no incident") { () throws(RemediationError) in
                try await other.claim(PlaybookStep("b/1", of: Fixtures.id(51), dueAt: now), now: now, leaseSeconds: 30)
            }
            let entries = try await test.store.auditEntries(AuditFilter(kind: .playbookStep), page: PageRequest(limit: 9)).items
            try requireEqual(entries.count, 1, "the audit entries: one for the step that was finished")
            // A try that failed may be told of, and a late one is not.
            let again = PlaybookStep.Result.retry(at: now, error: "busy")
            try await other.finish(stepId: later.id, ofTry: 9, result: again, event: event)
            try await other.finish(stepId: later.id, ofTry: 1, result: again, event: event)
            let told = try await test.store.auditEntries(AuditFilter(kind: .playbookStep), page: PageRequest(limit: 9)).items
            try requireEqual(told.count, 2, "the audit entries after a failed try")
            await other.close()
        },
        RemediationStoreConformance("of many that claim a step at once one has it", opensAgain: true) { test in
            let now = Fixtures.start
            let step = PlaybookStep("a/1", of: Fixtures.id(50), dueAt: now)
            _ = try await test.store.open(incident(50), holding: nil, steps: [])
            let other = try await test.open()
            let claims = try await withThrowingTaskGroup(of: Int?.self) { group in
                for number in 1...24 {
                    group.addTask { [store = number % 2 == 0 ? test.store : other] in
                        try await store.claim(step, now: now, leaseSeconds: 30)
                    }
                }
                return try await group.reduce(into: [Int]()) { if let number = $1 { $0.append(number) } }
            }
            await other.close()
            try requireEqual(claims, [1], "the tries that were given out")
        },
    ]
}
