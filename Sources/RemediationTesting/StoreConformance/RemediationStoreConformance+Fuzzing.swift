internal import Remediation

private typealias Fixtures = StoreFixtures

extension RemediationStoreConformance {
    static let fuzzing: [RemediationStoreConformance] = (1...4).map { seed in
        RemediationStoreConformance("1,500 random operations answer as the reference does (seed \(seed))") { test in
            var fuzz = StoreFuzz(seed: UInt64(seed))
            let reference = ReferenceStore()
            for step in 1...1_500 {
                let operation = fuzz.operation()
                let (expected, actual) = (await operation.run(reference), await operation.run(test.store))
                try requireEqual(actual, expected, "step \(step), \(operation.name)")
            }
            for id in 1...StoreFuzz.failures {
                let expected = try await reference.failure(id: Fixtures.id(id))
                try requireEqual(try await test.store.failure(id: Fixtures.id(id)), expected, "failure \(id) at the end")
            }
        }
    }
}

/// Random operations on few rows, so that they meet.
private struct StoreFuzz {
    static let failures = 60

    struct Operation {
        let name: String
        /// What the store answered, in words; of an error its code alone.
        let run: (any RemediationStore) async -> String
    }

    private var generator: SplitMix64
    private var clock = StoreFixtures.start

    init(seed: UInt64) {
        generator = SplitMix64(seed: seed)
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &generator) }

    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[number(0...elements.count - 1)] }

    private mutating func maybe<Element>(_ value: Element) -> Element? { Bool.random(using: &generator) ? value : nil }

    mutating func operation() -> Operation {
        clock = clock.adding(seconds: Double(number(0...5)))
        switch number(0...15) {
        case 0...3: return accept()
        case 4...6: return decide()
        case 7...8: return change()
        case 9: return claim()
        case 10...11: return finish()
        case 12: return recordAttempt()
        case 13: return recordOutcome()
        default: return list()
        }
    }

    private func operation<Answer: Sendable>(
        _ name: String,
        _ body: @escaping (any RemediationStore) async throws(RemediationError) -> Answer
    ) -> Operation {
        Operation(name: name) { store in
            do throws(RemediationError) {
                return ReferenceText.describe(try await body(store))
            } catch {
                return "error \(error.code)"
            }
        }
    }

    private mutating func accept() -> Operation {
        var failure = Fixtures.failure(number(1...Self.failures), job: pick(["a", "b", "Ä", "😀"]), engine: pick(["slurm", "spark"]))
        failure.log = pick(["", "x", "y\u{0}"])
        let (id, key, now) = (number(1...Self.failures), maybe("key-\(number(1...40))"), clock)
        return operation("accept \(id) \(failure.runId) key \(key ?? "-")") { store throws(RemediationError) in
            try await store.accept(failure, id: Fixtures.id(id), idempotencyKey: key, receivedAt: now)
        }
    }

    private mutating func decide() -> Operation {
        let id = number(1...Self.failures)
        let recommendation = Fixtures.recommendation(100 + number(1...2 * Self.failures), of: id, state: pick(RecommendationState.allCases))
        let delivery = maybe(Fixtures.delivery(number(300...400), of: recommendation, dueAt: clock.adding(seconds: Double(number(0...9)))))
        let classification = Fixtures.classification(pick([.containerLimit, .noSpace]))
        return operation("decide \(id) \(recommendation.id) \(delivery?.id ?? "-")") { store throws(RemediationError) in
            try await store.decide(
                failureId: Fixtures.id(id),
                classification: classification,
                recommendation: recommendation,
                delivery: delivery
            )
        }
    }

    private mutating func change() -> Operation {
        let id = 100 + number(1...2 * Self.failures)
        let recommendation = Fixtures.recommendation(id, of: 1)
        let change = RecommendationChange(
            id: Fixtures.id(id),
            to: pick(RecommendationState.allCases),
            target: maybe(Resources(memoryBytes: Int64(number(1...9)))),
            actor: pick(["ada", "eve"]),
            note: maybe("note"),
            delivery: maybe(Fixtures.delivery(number(300...400), of: recommendation, dueAt: clock)),
            at: clock
        )
        return operation("change \(id) to \(change.state)") { store throws(RemediationError) in try await store.change(change) }
    }

    private mutating func claim() -> Operation {
        let (limit, lease, now) = (number(0...4), Double(number(0...20)), clock)
        return operation("claim \(limit)") { store throws(RemediationError) in
            try await store.claimDeliveries(limit: limit, now: now, leaseSeconds: lease)
        }
    }

    private mutating func finish() -> Operation {
        let (id, now) = (number(300...400), clock)
        let tries = number(0...3)
        let again = clock.adding(seconds: Double(number(0...9)))
        let result = pick([
            DeliveryResult.delivered(receipt: "ok"), .retry(at: again, error: "busy"), .held(at: again, reason: "a pause"),
            .dead(error: "gone"),
        ])
        return operation("finish \(id), try \(tries)") { store throws(RemediationError) in
            try await store.finishDelivery(id: Fixtures.id(id), ofTry: tries, result: result, at: now)
            return "finished"
        }
    }

    private mutating func recordAttempt() -> Operation {
        var attempt = Fixtures.attempt(number(1...9), job: pick(["a", "b"]), result: pick([.failed, .succeeded]))
        if Bool.random(using: &generator) { attempt.runId = nil }
        let (id, key, now) = (number(1...2_000), maybe("key-\(number(1...40))"), clock)
        return operation("attempt \(id)") { store throws(RemediationError) in
            try await store.recordAttempt(attempt, id: Fixtures.id(id), idempotencyKey: key, recordedAt: now)
        }
    }

    private mutating func recordOutcome() -> Operation {
        let outcome = Outcome(
            recommendationId: Fixtures.id(100 + number(1...2 * Self.failures)),
            attempt: Fixtures.attempt(1, result: pick([.failed, .succeeded])),
            followed: Bool.random(using: &generator),
            forecastProbability: maybe(0.5),
            recordedAt: clock
        )
        return operation("outcome of \(outcome.recommendationId)") { store throws(RemediationError) in
            try await store.recordOutcome(outcome)
        }
    }

    private mutating func list() -> Operation {
        let filter = FailureFilter(
            job: number(0...3) == 0 ? "Ä" : nil,
            runId: number(0...9) == 0 ? "run-\(number(1...Self.failures))" : nil,
            engine: number(0...3) == 0 ? "slurm" : nil,
            failureClass: number(0...3) == 0 ? .noSpace : nil,
            state: number(0...3) == 0 ? pick(RecommendationState.allCases) : nil
        )
        let page = PageRequest(limit: number(1...9), cursor: maybe(Fixtures.id(number(1...Self.failures))))
        let state = pick(Delivery.State.allCases)
        return operation("list") { store throws(RemediationError) in
            let failures = try await store.failures(filter, page: page)
            let recommendations = try await store.recommendations(filter, page: page)
            return [
                ReferenceText.describe(failures.items), failures.nextCursor ?? "-",
                ReferenceText.describe(recommendations.items), recommendations.nextCursor ?? "-",
                ReferenceText.describe(try await store.deliveries(in: state, limit: page.limit)),
                ReferenceText.describe(try await store.undecidedFailures(limit: page.limit)),
                ReferenceText.describe(try await store.attempts(ofJob: "a", limit: page.limit)),
                ReferenceText.describe(try await store.counts()),
            ]
        }
    }
}
