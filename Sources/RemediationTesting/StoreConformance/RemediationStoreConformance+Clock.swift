internal import Remediation

private typealias Fixtures = StoreFixtures

/// What a clock that leaps or goes back must not do.
extension RemediationStoreConformance {
    private static let now = StoreFixtures.start
    private static let ahead = 36_000.0

    /// An approved recommendation that was decided when the clock showed `decidedAt`, with a delivery that is due at `dueAt`.
    private static func send(_ number: Int, decidedAt: Timestamp, dueAt: Timestamp, _ test: StoreUnderTest) async throws -> String {
        var recommendation = Fixtures.recommendation(1_000_000 + number, of: number, state: .approved)
        (recommendation.createdAt, recommendation.updatedAt) = (decidedAt, decidedAt)
        let delivery = Fixtures.delivery(2_000_000 + number, of: recommendation, dueAt: dueAt)
        let decision = Decision(classification: Fixtures.classification(), recommendation: recommendation, delivery: delivery)
        _ = try await test.store.accept(
            Fixtures.failure(number, job: "job"),
            id: Fixtures.id(number),
            idempotencyKey: nil,
            receivedAt: decidedAt,
            decision: decision
        )
        return delivery.id
    }

    private static func claim(_ test: StoreUnderTest, at moment: Timestamp) async throws -> [String] {
        try await test.store.claimDeliveries(limit: 9, now: moment, leaseSeconds: 30).map(\.id).sorted()
    }

    static let clock: [RemediationStoreConformance] = [
        RemediationStoreConformance("a delivery waits its own time when the clock goes back") { test in
            let then = now.adding(seconds: ahead)
            let first = try await send(1, decidedAt: then, dueAt: then.adding(seconds: 20), test)
            let second = try await send(2, decidedAt: then, dueAt: then, test)
            let usual = try await send(3, decidedAt: now, dueAt: now.adding(seconds: ahead), test)
            try requireEqual(try await claim(test, at: then.adding(seconds: 1)), [second, usual], "before the clock goes back")
            let retry = DeliveryResult.retry(at: then.adding(seconds: 300), error: "busy")
            try await test.store.finishDelivery(id: second, ofTry: 1, result: retry, at: then)
            // Nobody finishes the third: its lease ends in the future.
            try requireEqual(try await test.store.rebaseWaits(at: now.adding(seconds: 5)), 2, "those that wait from the future")
            try requireEqual(try await test.store.rebaseWaits(at: now.adding(seconds: 6)), 0, "once")
            try requireEqual(try await claim(test, at: now.adding(seconds: 24)), [], "before their time")
            try requireEqual(try await claim(test, at: now.adding(seconds: 25)), [first], "after twenty seconds")
            try requireEqual(try await claim(test, at: now.adding(seconds: 305)), [first, second], "after five minutes")
            try requireEqual(try await claim(test, at: then.adding(seconds: 31)).contains(usual), true, "whose wait is long by itself")
        },
        RemediationStoreConformance("a lease from before the clock went back holds nothing") { test in
            let then = now.adding(seconds: ahead)
            let id = try await send(1, decidedAt: now, dueAt: now, test)
            try requireEqual(try await claim(test, at: then), [id], "when the clock is ahead")
            try requireEqual(try await claim(test, at: now), [id], "when it has gone back")
            try requireEqual(try await claim(test, at: now.adding(seconds: 29)), [], "under the new lease")
            let step = PlaybookStep("a/1", of: Fixtures.id(50), dueAt: then)
            let incident = Incident(
                id: Fixtures.id(50),
                dimension: .failureClass,
                value: "network.dns",
                openedAt: then,
                observed: 80,
                expected: 3.5,
                windowMinutes: 5
            )
            _ = try await test.store.open(incident, holding: nil, steps: [step])
            try requireEqual(try await test.store.claim(step, now: now, leaseSeconds: 30), 1, "a step that was due in the future")
            try requireEqual(try await test.store.claim(step, now: now.adding(seconds: 9), leaseSeconds: 30), nil, "under its lease")
            try requireEqual(try await test.store.claim(step, now: then, leaseSeconds: 30), 2, "ahead again")
            try requireEqual(try await test.store.claim(step, now: now, leaseSeconds: 30), 3, "and back again")
        },
        RemediationStoreConformance("what a pause or a cool-down delays waits its own time too") { test in
            let then = now.adding(seconds: ahead)
            let ids = [try await send(1, decidedAt: now, dueAt: now, test), try await send(2, decidedAt: now, dueAt: now, test)]
            let pause = Pause(id: Fixtures.id(60), scope: PauseScope(), actor: "ada", since: now)
            _ = try await test.store.pause(pause)
            try requireEqual(try await claim(test, at: now), [], "while paused")
            _ = try await test.store.resume(pauseId: pause.id, actor: "ada", reason: nil, at: then, spreadSeconds: 3_600)
            let later = try await test.store.deliveries(in: .waiting, limit: 9).filter { $0.dueAt > then }
            try requireEqual(later.count, 2, "spread over an hour of the future")
            try requireEqual(try await test.store.rebaseWaits(at: now), 2, "what is spread")
            try requireEqual(try await claim(test, at: now.adding(seconds: 3_600)), ids, "an hour later")
            for id in ids {
                try await test.store.finishDelivery(id: id, ofTry: 1, result: .dead(error: "gone"), at: now)
                _ = try await test.store.redeliver(id: id, actor: "policy", reason: nil, at: now)
            }
            _ = try await test.store.postpone(job: "job", until: then.adding(seconds: 60), reason: "cool", at: then)
            let cooling = try await test.store.rebaseWaits(at: now)
            try requireEqual(try await claim(test, at: now.adding(seconds: 60)), ids, "after the cool-down of \(cooling)")
        },
        RemediationStoreConformance("the retry budget fills again when the clock goes back") { test in
            let budget = RetryBudget(burst: 3, perMinute: 60)
            func take(_ count: Int, at seconds: Double) async throws -> Int {
                try await test.store.takeRetryTokens(upTo: count, under: budget, at: now.adding(seconds: seconds))
            }
            try requireEqual(try await take(2, at: 0), 2, "of the burst")
            try requireEqual(try await take(2, at: 0), 1, "what is left")
            try await test.store.returnRetryTokens(2, under: budget, at: now)
            try requireEqual(try await take(9, at: 0), 2, "what was put back")
            try await test.store.returnRetryTokens(99, under: budget, at: now)
            try requireEqual(try await test.store.retryTokens()?.tokens, 3, "no more than there is room for")
            try requireEqual(try await take(9, at: ahead), 3, "when the clock is ahead")
            try requireEqual(try await take(9, at: 0), 0, "when it has gone back")
            try requireEqual(try await take(9, at: 2), 2, "two seconds later")
            // Clocks that differ a little do not fill it twice.
            var taken = 0
            for second in 3...12 {
                taken += try await take(9, at: Double(second) + 5)
                taken += try await take(9, at: Double(second))
            }
            try require(taken <= 15, "\(taken) tokens in the fifteen seconds that both clocks have seen")
            // A claim that finds the bucket empty must not forget that the clock went back.
            _ = try await send(1, decidedAt: now, dueAt: now, test)
            _ = try await take(9, at: ahead)
            func claim(_ seconds: Double) -> DeliveryClaim {
                DeliveryClaim(limit: 9, now: now.adding(seconds: seconds), leaseSeconds: 30, budget: budget)
            }
            try requireEqual(try await test.store.claimDeliveries(claim(100)).count, 0, "a claim without tokens")
            try requireEqual(try await test.store.claimDeliveries(claim(101)).count, 1, "a second later")
        },
        RemediationStoreConformance("failures are counted once wherever the clock leaps") { test in
            var generator = SplitMix64(seed: 77)
            let base = Fixtures.start.minute
            var expected: [Int64: Int] = [:]
            var at = base
            for number in 1...60 {
                // Minute by minute mostly, and then up to a week to either side.
                if number % 4 == 0 { at = base + Int64.random(in: -10_000...10_000, using: &generator) } else { at += 1 }
                let recommendation = Fixtures.recommendation(1_000_000 + number, of: number)
                _ = try await test.store.accept(
                    Fixtures.failure(number),
                    id: Fixtures.id(number),
                    idempotencyKey: nil,
                    receivedAt: Timestamp(minute: at).adding(seconds: 9),
                    decision: Decision(classification: Fixtures.classification(), recommendation: recommendation)
                )
                expected[at, default: 0] += 1
                try await test.store.countFailures(through: at)
            }
            let counts = try await test.store.failureCounts(from: 0, through: .max)
            try requireEqual(Dictionary(counts.map { ($0.minute, $0.count) }) { $0 + $1 }, expected, "the counts")
            let first = try await test.store.firstCountedMinute()
            try require((first ?? .max) <= at, "the first counted minute, \(first ?? -1), lies before the present")
        },
        RemediationStoreConformance("a far leap of the clock and back costs no history") { test in
            let base = Fixtures.start.minute
            func post(_ number: Int, at minute: Int64) async throws {
                let recommendation = Fixtures.recommendation(1_000_000 + number, of: number)
                _ = try await test.store.accept(
                    Fixtures.failure(number),
                    id: Fixtures.id(number),
                    idempotencyKey: nil,
                    receivedAt: Timestamp(minute: minute),
                    decision: Decision(classification: Fixtures.classification(), recommendation: recommendation)
                )
                try await test.store.countFailures(through: minute)
            }
            for number in 1...20 { try await post(number, at: base + Int64(number)) }
            // A year ahead with one failure, then before anything was, then as it should be.
            try await post(21, at: base + 525_600)
            try await test.store.countFailures(through: base + 525_700)
            try await test.store.countFailures(through: 9_000)
            for number in 22...24 { try await post(number, at: base + Int64(number)) }
            let minutes = try await test.store.failureCounts(from: base, through: base + 1_000).map { $0.minute - base }
            try requireEqual(
                minutes,
                (2...20).map { Int64($0) } + [22, 23, 24],
                "the minutes that are known: one went for the one that came"
            )
            try requireEqual(try await test.store.firstCountedMinute().map { $0 <= base + 22 }, true, "since when")
        },
    ]
}
