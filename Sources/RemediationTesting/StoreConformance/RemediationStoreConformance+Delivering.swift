internal import Remediation

private typealias Fixtures = StoreFixtures

extension RemediationStoreConformance {
    private static let now = StoreFixtures.start

    static let delivering: [RemediationStoreConformance] = [
        RemediationStoreConformance("deliveries are claimed when due, oldest first, and hidden under their lease") { test in
            for number in 1...4 {
                let recommendation = try await Fixtures.decided(number, in: test.store)
                let due = now.adding(seconds: [0, 3, 2, 1, 100][number])
                _ = try await test.store.change(
                    RecommendationChange(
                        id: recommendation.id,
                        to: .approved,
                        actor: "ada",
                        delivery: Fixtures.delivery(20 + number, of: recommendation, dueAt: due),
                        at: now
                    )
                )
            }
            func claim(_ limit: Int, at seconds: Double) async throws -> [String] {
                try await test.store.claimDeliveries(limit: limit, now: now.adding(seconds: seconds), leaseSeconds: 30).map(\.id)
            }
            try requireEqual(try await claim(9, at: 0.999), [], "before any is due")
            try requireEqual(try await claim(2, at: 10), [23, 22].map(Fixtures.id), "the two oldest")
            try requireEqual(try await claim(9, at: 10), [Fixtures.id(21)], "the rest of those due")
            try requireEqual(try await claim(9, at: 39.999), [], "while all are leased")
            try requireEqual(try await claim(9, at: 40), [23, 22, 21].map(Fixtures.id), "after the leases")
            try requireEqual(try await claim(0, at: 400), [], "with a limit of none")
            let claimed = try await test.store.claimDeliveries(limit: 1, now: now.adding(seconds: 70), leaseSeconds: 30)
            try requireEqual(claimed.first?.tries, 3, "the tries of a delivery that was claimed three times")
            try requireEqual(claimed.first?.repair.idempotencyKey, "repair-23", "the key of a delivery that is tried again")
        },
        RemediationStoreConformance("a delivery that is taken applies its recommendation") { test in
            let recommendation = try await Fixtures.decided(1, in: test.store, state: .approved, withDelivery: true)
            let id = Fixtures.id(2_000_001)
            _ = try await test.store.claimDeliveries(limit: 1, now: now, leaseSeconds: 30)
            let later = now.adding(seconds: 1)
            try await test.store.finishDelivery(id: id, ofTry: 1, result: .delivered(receipt: "requeued 42"), at: later)
            let delivered = try await test.store.deliveries(in: .delivered, limit: 9)
            try requireEqual(delivered.map(\.receipt), ["requeued 42"], "the receipt")
            try requireEqual(delivered.map(\.tries), [1], "the tries")
            var applied = recommendation
            applied.state = .applied
            applied.updatedAt = later
            try requireEqual(try await test.store.recommendation(id: recommendation.id), applied, "the recommendation")
            // A worker whose lease ran out reports late.
            try await test.store.finishDelivery(id: id, ofTry: 1, result: .dead(error: "late"), at: now.adding(seconds: 2))
            try requireEqual(try await test.store.recommendation(id: recommendation.id), applied, "after a late report")
            try requireEqual(try await test.store.deliveries(in: .dead, limit: 9), [], "the dead ones")
            let claimed = try await test.store.claimDeliveries(limit: 9, now: now.adding(seconds: 1e6), leaseSeconds: 30)
            try requireEqual(claimed, [], "a delivered delivery is claimed again")
        },
        RemediationStoreConformance("a delivery that is to be tried again waits until then") { test in
            let recommendation = try await Fixtures.decided(1, in: test.store, state: .approved, withDelivery: true)
            _ = try await test.store.claimDeliveries(limit: 1, now: now, leaseSeconds: 1_000)
            let due = now.adding(seconds: 60)
            try await test.store.finishDelivery(id: Fixtures.id(2_000_001), ofTry: 1, result: .retry(at: due, error: "busy"), at: now)
            try requireEqual(try await test.store.recommendation(id: recommendation.id), recommendation, "the recommendation")
            let early = try await test.store.claimDeliveries(limit: 1, now: now.adding(seconds: 59), leaseSeconds: 30)
            try requireEqual(early, [], "before the retry is due")
            let claimed = try await test.store.claimDeliveries(limit: 1, now: due, leaseSeconds: 30)
            try requireEqual(claimed.map(\.lastError), ["busy"], "what the last try said")
            try requireEqual(claimed.map(\.tries), [2], "the tries")
            try requireEqual(claimed.map(\.dueAt), [due], "when it was due")
        },
        RemediationStoreConformance("a delivery that was held before it was sent has not been tried") { test in
            let recommendation = try await Fixtures.decided(1, in: test.store, state: .approved, withDelivery: true)
            let id = Fixtures.id(2_000_001)
            _ = try await test.store.claimDeliveries(limit: 1, now: now, leaseSeconds: 1_000)
            let held = DeliveryResult.held(at: now, reason: "paused by ada")
            try await test.store.finishDelivery(id: id, ofTry: 1, result: held, at: now)
            let waiting = try await test.store.delivery(id: id)
            try requireEqual(waiting?.state, .waiting, "the state")
            try requireEqual(waiting?.recentTries, 0, "the tries that count")
            try requireEqual(waiting?.waitsFor, "paused by ada", "what it waits for")
            try requireEqual(waiting?.lastError, nil, "what the last try said")
            try requireEqual(try await test.store.recommendation(id: recommendation.id), recommendation, "the recommendation")
            // As nobody has tried it, a cool-down may still put it off.
            let later = now.adding(seconds: 60)
            let job = StoreFixtures.failure(1).job
            try requireEqual(try await test.store.postpone(job: job, until: later, reason: "cooling", at: now), 1, "put off")
            let second = try await test.store.claimDeliveries(limit: 1, now: later, leaseSeconds: 1_000)
            try requireEqual(second.map(\.tries), [2], "the number of the try goes on")
            try requireEqual(second.map(\.recentTries), [1], "the tries that count, this one included")
            // What a try of before says late changes nothing.
            try await test.store.finishDelivery(id: id, ofTry: 1, result: held, at: later)
            try requireEqual(try await test.store.delivery(id: id)?.recentTries, 1, "the tries after a late report")
            try requireEqual(try await test.store.claimDeliveries(limit: 1, now: later, leaseSeconds: 1_000), [], "claimed meanwhile")
            try await test.store.finishDelivery(id: id, ofTry: 2, result: .delivered(receipt: "ok"), at: later)
            try await test.store.finishDelivery(id: id, ofTry: 2, result: held, at: later)
            try requireEqual(try await test.store.delivery(id: id)?.state, .delivered, "the state after a late report")
        },
        RemediationStoreConformance("that a try failed says nothing once another is under way") { test in
            let recommendation = try await Fixtures.decided(1, in: test.store, state: .approved, withDelivery: true)
            let id = Fixtures.id(2_000_001)
            _ = try await test.store.claimDeliveries(limit: 1, now: now, leaseSeconds: 30)
            let second = try await test.store.claimDeliveries(limit: 1, now: now.adding(seconds: 60), leaseSeconds: 30)
            try requireEqual(second.map(\.tries), [2], "the tries when the lease has run out")
            let late = now.adding(seconds: 61)
            try await test.store.finishDelivery(id: id, ofTry: 1, result: .retry(at: late, error: "slow"), at: late)
            let third = try await test.store.claimDeliveries(limit: 1, now: late.adding(seconds: 1), leaseSeconds: 30)
            try requireEqual(third, [], "claimed while the second try is under way")
            try await test.store.finishDelivery(id: id, ofTry: 1, result: .dead(error: "gave up"), at: late)
            try requireEqual(try await test.store.delivery(id: id)?.state, .waiting, "the state after a late failure")
            try await test.store.finishDelivery(id: id, ofTry: 1, result: .delivered(receipt: "it was taken"), at: late)
            try requireEqual(try await test.store.delivery(id: id)?.state, .delivered, "the state after a late success")
            try requireEqual(try await test.store.recommendation(id: recommendation.id)?.state, .applied, "the recommendation")
        },
        RemediationStoreConformance("a dead delivery fails its recommendation, which may be approved again") { test in
            let recommendation = try await Fixtures.decided(1, in: test.store, state: .approved, withDelivery: true)
            _ = try await test.store.claimDeliveries(limit: 1, now: now, leaseSeconds: 30)
            let id = Fixtures.id(2_000_001)
            try await test.store.finishDelivery(id: id, ofTry: 1, result: .dead(error: "no such job"), at: now)
            let failed = try await test.store.recommendation(id: recommendation.id)
            try requireEqual(failed?.state, .applyFailed, "the state")
            try requireEqual(failed?.note, "no such job", "the note")
            try requireEqual(try await test.store.deliveries(in: .dead, limit: 9).map(\.lastError), ["no such job"], "the dead delivery")
            let again = RecommendationChange(
                id: recommendation.id,
                to: .approved,
                actor: "ada",
                delivery: Fixtures.delivery(22, of: recommendation),
                at: now
            )
            try requireEqual(try await test.store.change(again).state, .approved, "the state after a second approval")
            let claimed = try await test.store.claimDeliveries(limit: 9, now: now, leaseSeconds: 30)
            try requireEqual(claimed.map(\.id), [Fixtures.id(22)], "what is claimed after a second approval")
            try await requireError(.notFound, "a delivery that does not exist") { () async throws(RemediationError) in
                try await test.store.finishDelivery(id: "none", ofTry: 1, result: .dead(error: ""), at: now)
            }
        },
        RemediationStoreConformance("an outcome that overtakes its delivery stays") { test in
            let recommendation = try await Fixtures.decided(1, in: test.store, state: .approved, withDelivery: true)
            let outcome = Outcome(
                recommendationId: recommendation.id,
                attempt: Fixtures.attempt(1),
                followed: true,
                forecastProbability: nil,
                recordedAt: now
            )
            _ = try await test.store.recordOutcome(outcome)
            try await test.store.finishDelivery(id: Fixtures.id(2_000_001), ofTry: 1, result: .delivered(receipt: "ok"), at: now)
            try requireEqual(try await test.store.recommendation(id: recommendation.id)?.state, .succeeded, "the state")
            try requireEqual(try await test.store.deliveries(in: .delivered, limit: 9).count, 1, "the delivered ones")
        },
        RemediationStoreConformance("of many workers that claim at once, each delivery goes to one", opensAgain: true) { test in
            for number in 1...100 { try await Fixtures.decided(number, in: test.store, state: .approved, withDelivery: true) }
            let other = try await test.open()
            let claimed = try await withThrowingTaskGroup(of: [String].self) { group in
                for worker in 0..<16 {
                    group.addTask {
                        let store = worker.isMultiple(of: 2) ? test.store : other
                        var mine: [String] = []
                        while true {
                            let deliveries = try await store.claimDeliveries(limit: 3, now: now, leaseSeconds: 30)
                            guard !deliveries.isEmpty else { return mine }
                            mine += deliveries.map(\.id)
                        }
                    }
                }
                return try await group.reduce(into: [String]()) { $0 += $1 }
            }
            await other.close()
            try requireEqual(claimed.sorted(), (1...100).map { Fixtures.id(2_000_000 + $0) }, "all that was claimed")
        },
    ]
}
