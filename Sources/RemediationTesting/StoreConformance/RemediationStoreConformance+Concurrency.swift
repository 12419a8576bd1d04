internal import Remediation

private typealias Fixtures = StoreFixtures

extension RemediationStoreConformance {
    static let concurrency: [RemediationStoreConformance] = [
        RemediationStoreConformance("64 writers of 50 failures each lose none, and one that fails does not fail the others") { test in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<64 {
                    group.addTask {
                        for step in 0..<50 {
                            let number = writer * 50 + step + 1
                            try await Fixtures.decided(number, in: test.store)
                            // Read what was written: what has returned is there.
                            let record = try await test.store.failure(id: Fixtures.id(number))
                            try require(record?.recommendation != nil, "failure \(number) is not there after it was decided")
                            if step.isMultiple(of: 10) {
                                let missing = Fixtures.recommendation(9_000_000 + number, of: 9_000_000)
                                try await requireError(.notFound, "a decision of nothing") { () async throws(RemediationError) in
                                    try await test.store.decide(
                                        failureId: missing.failureId,
                                        classification: Fixtures.classification(),
                                        recommendation: missing,
                                        delivery: nil
                                    )
                                }
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let counts = try await test.store.counts()
            try requireEqual(counts.failures, 3_200, "the count of failures")
            try requireEqual(counts.recommendationsByState, ["pending": 3_200], "the counts of recommendations")
        },
        RemediationStoreConformance("one key from many callers at once makes one row", opensAgain: true) { test in
            let other = try await test.open()
            let acceptances = try await withThrowingTaskGroup(of: Acceptance.self) { group in
                for number in 1...64 {
                    group.addTask {
                        let store = number.isMultiple(of: 2) ? test.store : other
                        return try await store.accept(
                            Fixtures.failure(1, log: "log"),
                            id: Fixtures.id(number),
                            idempotencyKey: "key",
                            receivedAt: Fixtures.time(number)
                        )
                    }
                }
                return try await group.reduce(into: [Acceptance]()) { $0.append($1) }
            }
            await other.close()
            try requireEqual(acceptances.count(where: \.isNew), 1, "the new rows")
            try requireEqual(Set(acceptances.map(\.record)).count, 1, "the different records")
            try requireEqual(try await test.store.counts().failures, 1, "the count of failures")
        },
        RemediationStoreConformance("two stores on one database see each other's writes", opensAgain: true) { test in
            let other = try await test.open()
            let recommendation = try await Fixtures.decided(1, in: test.store, state: .approved, withDelivery: true)
            try requireEqual(try await other.recommendation(id: recommendation.id), recommendation, "what the other store sees")
            let claimed = try await other.claimDeliveries(limit: 9, now: Fixtures.start, leaseSeconds: 30)
            try requireEqual(claimed.count, 1, "what the other store claims")
            let hidden = try await test.store.claimDeliveries(limit: 9, now: Fixtures.start, leaseSeconds: 30)
            try requireEqual(hidden, [], "what is left to claim")
            await other.close()
            try await test.store.checkHealth()
        },
        RemediationStoreConformance("a closed store refuses, and may be closed again") { test in
            await test.store.close()
            await test.store.close()
            try await requireError(.unavailable, "a write to a closed store") { () async throws(RemediationError) in
                try await test.store.checkHealth()
            }
            try await requireError(.unavailable, "a read of a closed store") { () async throws(RemediationError) in
                try await test.store.failure(id: Fixtures.id(1))
            }
        },
    ]
}
