internal import Remediation

private typealias Fixtures = StoreFixtures

extension RemediationStoreConformance {
    private static let now = StoreFixtures.start

    private static func claim(
        _ test: StoreUnderTest,
        _ limit: Int,
        at seconds: Double,
        budget: RetryBudget? = nil,
        limits: [String: Int] = [:]
    )
        async throws -> [String]
    {
        let claim = DeliveryClaim(
            limit: limit,
            now: now.adding(seconds: seconds),
            leaseSeconds: 30,
            budget: budget,
            targetLimits: limits
        )
        return try await test.store.claimDeliveries(claim).map(\.id)
    }

    /// Approved recommendations 1 to `count`, each with a delivery that is due now.
    private static func waiting(_ count: Int, _ test: StoreUnderTest) async throws -> [String] {
        for number in 1...count { try await Fixtures.decided(number, in: test.store, state: .approved, withDelivery: true) }
        return (1...count).map { Fixtures.id(2_000_000 + $0) }
    }

    static let holding: [RemediationStoreConformance] = [
        RemediationStoreConformance("a pause holds at once, and what it held is due when it is lifted", opensAgain: true) { test in
            let ids = try await waiting(3, test)
            let pause = Pause(id: Fixtures.id(50), scope: PauseScope(failureClass: "memory.*"), actor: "ada", reason: "storm", since: now)
            // Set by another process: nothing is remembered between claims.
            let other = try await test.open()
            try requireEqual(try await other.pause(pause), pause, "the pause")
            await other.close()
            try requireEqual(try await claim(test, 9, at: 0), [], "while paused")
            let held = try await test.store.deliveries(in: .waiting, limit: 9)
            try requireEqual(held.map(\.tries), [0, 0, 0], "the tries of what is held")
            try requireEqual(held.first?.waitsFor, "paused by ada (class memory.*): storm", "what it waits for")
            var twin = pause
            twin.id = Fixtures.id(51)
            try requireEqual(try await test.store.pause(twin), pause, "the same scope again")
            try requireEqual(try await test.store.pauses(), [pause], "the pauses")
            _ = try await test.store.resume(pauseId: pause.id, actor: "eve", reason: "over", at: now, spreadSeconds: 0)
            try requireEqual(try await test.store.pauses(), [], "the pauses after")
            try requireEqual(try await claim(test, 9, at: 0).sorted(), ids, "after it was lifted")
            // A store that has held by a pause can also take back what an outbox held.
            let late = DeliveryResult.held(at: now.adding(seconds: 60), reason: "paused again")
            try await test.store.finishDelivery(id: ids[0], ofTry: 1, result: late, at: now)
            try requireEqual(try await test.store.delivery(id: ids[0])?.recentTries, 0, "the tries of one that was held before it was sent")
            try await requireError(.notFound, "lifting it again") { () throws(RemediationError) in
                try await test.store.resume(pauseId: pause.id, actor: "eve", reason: nil, at: now, spreadSeconds: 0)
            }
            let entries = try await test.store.auditEntries(AuditFilter(subject: "pause/\(pause.id)"), page: PageRequest(limit: 9)).items
            try requireEqual(entries.map(\.event.kind), [.resumed, .paused], "the audit entries")
            try requireEqual(entries.map(\.event.actor), ["eve", "ada"], "who did it")
        },
        RemediationStoreConformance("a pause holds what its scope names and nothing else") { test in
            let ids = try await waiting(2, test)
            let elsewhere = [
                PauseScope(failureClass: "network.*"), PauseScope(job: "other-*"), PauseScope(engine: "spark"),
                PauseScope(labels: ["queue": "short"]), PauseScope(unchangedOnly: true),
            ]
            for (number, scope) in elsewhere.enumerated() {
                _ = try await test.store.pause(Pause(id: Fixtures.id(50 + number), scope: scope, actor: "ada", since: now))
            }
            try requireEqual(try await claim(test, 1, at: 0), [ids[0]], "with pauses of others")
            for scope in [PauseScope(), PauseScope(job: "jo*"), PauseScope(engine: "slurm"), PauseScope(labels: ["queue": "long"])] {
                let pause = Pause(id: Fixtures.id(70), scope: scope, actor: "ada", since: now)
                _ = try await test.store.pause(pause)
                try requireEqual(try await claim(test, 9, at: 0), [], scope.summary)
                _ = try await test.store.resume(pauseId: pause.id, actor: "ada", reason: nil, at: now, spreadSeconds: 0)
            }
            try requireEqual(try await claim(test, 9, at: 0), [ids[1]], "after all")
        },
        RemediationStoreConformance("what an ended incident held comes back spread out") { test in
            let ids = try await waiting(40, test)
            let pause = Pause(id: Fixtures.id(50), scope: PauseScope(), actor: "mulligan", incidentId: "incident", since: now)
            _ = try await test.store.pause(pause)
            try requireEqual(try await claim(test, 50, at: 0), [], "while held")
            _ = try await test.store.resume(pauseId: pause.id, actor: "mulligan", reason: nil, at: now, spreadSeconds: 100)
            let half = try await claim(test, 50, at: 50).count
            try require((8...32).contains(half), "\(half) of 40 came back in the first half of the spread")
            // The leases of the first half have run out by then.
            try requireEqual(try await claim(test, 50, at: 100).sorted(), ids, "all of them")
        },
        RemediationStoreConformance("what is on its way for a job can be made to wait") { test in
            for number in 1...4 {
                let failure = Fixtures.failure(number, job: number == 4 ? "another" : "cool")
                try await Fixtures.decided(number, in: test.store, state: .approved, failure: failure, withDelivery: true)
            }
            let ids = (1...3).map { Fixtures.id(2_000_000 + $0) }
            // One has been tried, and its backoff is its own; one was sent by a person.
            try requireEqual(try await claim(test, 1, at: 0), [ids[0]], "the first")
            try await test.store.finishDelivery(id: ids[0], ofTry: 1, result: .retry(at: now.adding(seconds: 5), error: "busy"), at: now)
            try await Fixtures.decided(5, in: test.store, failure: Fixtures.failure(5, job: "cool"))
            let sent = Fixtures.recommendation(1_000_005, of: 5, state: .approved)
            let delivery = Fixtures.delivery(2_000_005, of: sent)
            _ = try await test.store.change(
                RecommendationChange(id: sent.id, to: .approved, actor: "ada", delivery: delivery, at: now)
            )
            try requireEqual(
                try await test.store.postpone(job: "cool", until: now.adding(seconds: 60), reason: "cool", at: now),
                2,
                "how many wait"
            )
            try requireEqual(
                try await test.store.postpone(job: "cool", until: now.adding(seconds: 30), reason: "less", at: now),
                0,
                "a shorter wait"
            )
            try requireEqual(try await test.store.delivery(id: ids[1])?.waitsFor, "cool", "why")
            try requireEqual(try await claim(test, 9, at: 59).sorted(), [ids[0]] + [2_000_004, 2_000_005].map(Fixtures.id), "what goes")
            try requireEqual(try await claim(test, 2, at: 60).sorted(), Array(ids[1...]), "after the wait")
            try requireEqual(try await test.store.delivery(id: ids[1])?.waitsFor, nil, "nothing to wait for")
        },
        RemediationStoreConformance("the retry budget lets a burst through and then so many a minute") { test in
            let ids = try await waiting(8, test)
            let budget = RetryBudget(burst: 3, perMinute: 2)
            try requireEqual(try await claim(test, 9, at: 0, budget: budget), Array(ids[0..<3]), "the burst")
            try requireEqual(try await claim(test, 9, at: 29, budget: budget), [], "before the next token")
            let waiting = try await test.store.deliveries(in: .waiting, limit: 9)
            try require(waiting.first?.waitsFor?.contains("retry budget") == true, "what the others wait for")
            // The lease of the first three has run out: they have had their token.
            try requireEqual(try await claim(test, 9, at: 30, budget: budget), Array(ids[0..<4]), "after half a minute")
            try requireEqual(try await claim(test, 2, at: 3_600, budget: budget), Array(ids[0..<2]), "with a limit")
            try requireEqual(try await claim(test, 9, at: 3_600, budget: budget), Array(ids[2..<7]), "a full bucket again")
            let tokens = try await test.store.retryTokens()
            try requireEqual(tokens?.tokens, 0, "the tokens left")
            // Leases of the future hold nothing, and whoever had a token needs no other.
            try requireEqual(try await claim(test, 9, at: 3_000, budget: budget), Array(ids[0..<7]), "after the clock went back")
        },
        RemediationStoreConformance("a target that is closed keeps its deliveries, others go") { test in
            let ids = try await waiting(3, test)
            try requireEqual(try await claim(test, 9, at: 0, limits: ["slurm": 0]), [], "closed")
            try requireEqual(try await claim(test, 9, at: 0, limits: ["slurm": 1]), [ids[0]], "a probe")
            try requireEqual(try await claim(test, 9, at: 0, limits: ["other": 0]), Array(ids[1...]), "another target closed")
        },
        RemediationStoreConformance("an outcome takes back a delivery that still waits") { test in
            let ids = try await waiting(2, test)
            func outcome(_ number: Int) -> Outcome {
                Outcome(
                    recommendationId: Fixtures.id(1_000_000 + number),
                    attempt: Fixtures.attempt(number),
                    followed: false,
                    forecastProbability: nil,
                    recordedAt: now
                )
            }
            _ = try await test.store.recordAttempt(
                Fixtures.attempt(1),
                id: Fixtures.id(90),
                idempotencyKey: nil,
                recordedAt: now,
                outcome: outcome(1)
            )
            try requireEqual(try await test.store.delivery(id: ids[0])?.state, .cancelled, "the state")
            try requireEqual(try await test.store.delivery(id: ids[0])?.lastError, Delivery.cancelReason, "why")
            try requireEqual(try await claim(test, 9, at: 0), [ids[1]], "what is left to claim")
            let entries = try await test.store.auditEntries(AuditFilter(kind: .settled), page: PageRequest(limit: 9)).items
            try requireEqual(entries.first?.event.after?["cancelledDeliveries"]?.array, [.string(ids[0])], "the audit entry")
            // The second is under way when its outcome arrives: that the scheduler took it is worth knowing.
            _ = try await test.store.recordOutcome(outcome(2))
            try requireEqual(try await test.store.delivery(id: ids[1])?.state, .cancelled, "the state of the one under way")
            try await test.store.finishDelivery(id: ids[1], ofTry: 1, result: .delivered(receipt: "requeued"), at: now)
            try requireEqual(try await test.store.delivery(id: ids[1])?.receipt, "requeued", "its receipt")
            try requireEqual(try await test.store.recommendation(id: Fixtures.id(1_000_002))?.state, .succeeded, "its recommendation")
        },
        RemediationStoreConformance("a dead delivery is sent again under its own key") { test in
            let ids = try await waiting(1, test)
            try await requireError(.conflict, "one that still waits") { () throws(RemediationError) in
                try await test.store.redeliver(id: ids[0], actor: "ada", reason: nil, at: now)
            }
            _ = try await claim(test, 1, at: 0)
            try await test.store.finishDelivery(id: ids[0], ofTry: 1, result: .dead(error: "gone"), at: now)
            let later = now.adding(seconds: 9)
            let again = try await test.store.redeliver(id: ids[0], actor: "ada", reason: "it is back", at: later)
            try requireEqual(again.state, .waiting, "the state")
            try requireEqual(try await test.store.recommendation(id: Fixtures.id(1_000_001))?.state, .approved, "the recommendation")
            try requireEqual(try await test.store.recommendation(id: Fixtures.id(1_000_001))?.decidedBy, "ada", "who decided")
            let claimed = try await test.store.claimDeliveries(limit: 9, now: later, leaseSeconds: 30)
            try requireEqual(claimed.map(\.repair.idempotencyKey), ["repair-2000001"], "the key")
            try requireEqual(claimed.map(\.tries), [2], "the number of the try goes on")
            try requireEqual(claimed.map(\.recentTries), [1], "the tries since it was sent again")
            // What the first try says late is not said of the second.
            try await test.store.finishDelivery(id: ids[0], ofTry: 1, result: .dead(error: "late"), at: later)
            try requireEqual(try await test.store.delivery(id: ids[0])?.state, .waiting, "after a late report of the try before")
            try requireEqual(try await test.store.delivery(id: ids[0])?.triesBefore, 1, "the tries before, as they are stored")
            try await requireError(.notFound, "one that is not there") { () throws(RemediationError) in
                try await test.store.redeliver(id: Fixtures.id(3), actor: "ada", reason: nil, at: now)
            }
        },
        RemediationStoreConformance("a post and all that follows from it are one write") { test in
            let first = try await Fixtures.decided(1, in: test.store, state: .approved, withDelivery: true)
            var next = Fixtures.failure(2)
            next.attempt = 2
            let recommendation = Fixtures.recommendation(1_000_002, of: 2, state: .approved)
            let decision = Decision(
                classification: Fixtures.classification(),
                recommendation: recommendation,
                delivery: Fixtures.delivery(2_000_002, of: recommendation),
                attempt: NumberedAttempt(id: Fixtures.id(80), attempt: Fixtures.attempt(2, result: .failed), recordedAt: now),
                outcome: Outcome(
                    recommendationId: first.id,
                    attempt: Fixtures.attempt(2, result: .failed),
                    followed: true,
                    forecastProbability: nil,
                    recordedAt: now
                )
            )
            let accepted = try await test.store.accept(
                next,
                id: Fixtures.id(2),
                idempotencyKey: "k",
                receivedAt: now,
                decision: decision
            )
            try require(accepted.isNew && accepted.learnt, "both are new")
            try requireEqual(accepted.record.recommendation, recommendation, "the recommendation")
            try requireEqual(try await test.store.failure(id: Fixtures.id(2)), accepted.record, "what is stored")
            try requireEqual(try await test.store.recommendation(id: first.id)?.state, .failedAgain, "the one before")
            try requireEqual(try await test.store.delivery(id: Fixtures.id(2_000_001))?.state, .cancelled, "its delivery")
            try requireEqual(try await test.store.attempts(ofJob: "job", limit: 9).count, 1, "the attempts")
            try requireEqual(try await test.store.undecidedFailures(limit: 9).count, 0, "the undecided")
            let again = try await test.store.accept(next, id: Fixtures.id(3), idempotencyKey: "k", receivedAt: now, decision: nil)
            try requireEqual(again.record, accepted.record, "the same again")
            // A decision that cannot be stored leaves nothing of the failure.
            var clash = Fixtures.recommendation(1_000_002, of: 4)
            clash.failureId = Fixtures.id(4)
            try await requireError(.conflict, "a recommendation's identifier again") { () throws(RemediationError) in
                try await test.store.accept(
                    Fixtures.failure(4),
                    id: Fixtures.id(4),
                    idempotencyKey: nil,
                    receivedAt: now,
                    decision: Decision(classification: Fixtures.classification(), recommendation: clash)
                )
            }
            try requireEqual(try await test.store.failure(id: Fixtures.id(4)), nil, "the failure of a refused decision")
        },
    ]
}
