internal import Remediation

private typealias Fixtures = StoreFixtures

extension RemediationStoreConformance {
    static let changing: [RemediationStoreConformance] = [
        RemediationStoreConformance("a recommendation moves from every state to every other, or is refused, as its states say") { test in
            var number = 0
            for from in RecommendationState.allCases {
                for to in RecommendationState.allCases {
                    number += 1
                    let before = try await Fixtures.decided(number, in: test.store, state: from)
                    let change = RecommendationChange(
                        id: before.id,
                        to: to,
                        target: Resources(memoryBytes: 1_000_000_000, cpus: 4),
                        actor: "ada",
                        note: "because",
                        at: Fixtures.time(5_000)
                    )
                    if to.predecessors.contains(from) {
                        var expected = before
                        expected.state = to
                        expected.target = change.target
                        expected.decidedBy = "ada"
                        expected.note = "because"
                        expected.updatedAt = change.at
                        try requireEqual(try await test.store.change(change), expected, "\(from) to \(to)")
                        try requireEqual(try await test.store.recommendation(id: before.id), expected, "\(from) to \(to), stored")
                    } else {
                        let error = try await requireError(.conflict, "\(from) to \(to)") { () async throws(RemediationError) in
                            try await test.store.change(change)
                        }
                        try require(error.message.contains(from.rawValue), "\"\(error)\" does not name the state \(from.rawValue)")
                        try requireEqual(try await test.store.recommendation(id: before.id), before, "\(from) after a refusal")
                    }
                }
            }
        },
        RemediationStoreConformance("a change without target and note keeps those there are") { test in
            let before = try await Fixtures.decided(1, in: test.store)
            let change = RecommendationChange(id: before.id, to: .rejected, actor: "ada", note: "no", at: Fixtures.time(9))
            let rejected = try await test.store.change(change)
            try requireEqual(rejected.target, before.target, "the target")
            let later = RecommendationChange(id: before.id, to: .succeeded, actor: "eve", at: Fixtures.time(10))
            try requireEqual(try await test.store.change(later).note, "no", "the note")
        },
        RemediationStoreConformance("an approval and its delivery are stored together or not at all") { test in
            let first = try await Fixtures.decided(1, in: test.store)
            let delivery = Fixtures.delivery(21, of: first)
            let approval = RecommendationChange(id: first.id, to: .approved, actor: "ada", delivery: delivery, at: Fixtures.time(9))
            try requireEqual(try await test.store.change(approval).state, .approved, "the state")
            try requireEqual(try await test.store.deliveries(in: .waiting, limit: 9), [delivery], "the outbox")
            let second = try await Fixtures.decided(2, in: test.store)
            var repeated = Fixtures.delivery(22, of: second)
            repeated.repair.idempotencyKey = delivery.repair.idempotencyKey
            try await requireError(.conflict, "a repair whose key is in use") { () async throws(RemediationError) in
                try await test.store.change(
                    RecommendationChange(id: second.id, to: .approved, actor: "ada", delivery: repeated, at: Fixtures.time(9))
                )
            }
            try requireEqual(try await test.store.recommendation(id: second.id), second, "the recommendation after the conflict")
            try await requireError(.invalidInput, "a delivery of a rejection") { () async throws(RemediationError) in
                try await test.store.change(
                    RecommendationChange(
                        id: second.id,
                        to: .rejected,
                        actor: "ada",
                        delivery: Fixtures.delivery(23, of: second),
                        at: Fixtures.time(9)
                    )
                )
            }
            try await requireError(.notFound, "a recommendation that does not exist") { () async throws(RemediationError) in
                try await test.store.change(RecommendationChange(id: Fixtures.id(9), to: .approved, actor: "ada", at: Fixtures.time(9)))
            }
            try requireEqual(try await test.store.deliveries(in: .waiting, limit: 9).count, 1, "the deliveries")
        },
        RemediationStoreConformance("of many operators who approve at once, one does") { test in
            let recommendation = try await Fixtures.decided(1, in: test.store)
            let approvals = await withTaskGroup(of: Bool.self) { group in
                for number in 1...32 {
                    group.addTask {
                        let change = RecommendationChange(
                            id: recommendation.id,
                            to: .approved,
                            actor: "operator \(number)",
                            delivery: Fixtures.delivery(20 + number, of: recommendation),
                            at: Fixtures.time(9)
                        )
                        return (try? await test.store.change(change)) != nil
                    }
                }
                return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            try requireEqual(approvals, 1, "the approvals that were let through")
            try requireEqual(try await test.store.deliveries(in: .waiting, limit: 99).count, 1, "the deliveries")
        },
    ]
}
