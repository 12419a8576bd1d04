internal import Remediation

private typealias Fixtures = StoreFixtures

extension RemediationStoreConformance {
    static let deciding: [RemediationStoreConformance] = [
        RemediationStoreConformance("a decision comes back as it was made") { test in
            let failure = Fixtures.fullFailure(1)
            _ = try await test.store.accept(failure, id: Fixtures.id(1), idempotencyKey: nil, receivedAt: Fixtures.time(1))
            let recommendation = Fixtures.recommendation(11, of: 1, state: .approved, mode: .auto)
            let delivery = Fixtures.delivery(21, of: recommendation)
            let record = try await test.store.decide(
                failureId: Fixtures.id(1),
                classification: Fixtures.classification(),
                recommendation: recommendation,
                delivery: delivery
            )
            let expected = FailureRecord(
                id: Fixtures.id(1),
                receivedAt: Fixtures.time(1),
                failure: failure,
                classification: Fixtures.classification(),
                recommendation: recommendation
            )
            try requireEqual(record, expected, "the record that is returned")
            try requireEqual(try await test.store.failure(id: Fixtures.id(1)), expected, "the stored record")
            try requireEqual(try await test.store.recommendation(id: Fixtures.id(11)), recommendation, "the stored recommendation")
            try requireEqual(try await test.store.deliveries(in: .waiting, limit: 9), [delivery], "the outbox")
            try requireEqual(try await test.store.recommendation(id: Fixtures.id(1)), nil, "a recommendation that was never made")
        },
        RemediationStoreConformance("a recommendation without a target comes back without one") { test in
            _ = try await test.store.accept(Fixtures.failure(1), id: Fixtures.id(1), idempotencyKey: nil, receivedAt: Fixtures.time(1))
            let stop = Recommendation(
                id: Fixtures.id(11),
                failureId: Fixtures.id(1),
                action: .stop,
                mode: .observe,
                state: .observed,
                createdAt: Fixtures.time(1),
                updatedAt: Fixtures.time(2)
            )
            _ = try await test.store.decide(
                failureId: Fixtures.id(1),
                classification: Fixtures.classification(),
                recommendation: stop,
                delivery: nil
            )
            try requireEqual(try await test.store.recommendation(id: Fixtures.id(11)), stop, "the stored recommendation")
        },
        RemediationStoreConformance("a failure is decided once") { test in
            let first = try await Fixtures.decided(1, in: test.store, state: .approved, withDelivery: true)
            let other = Fixtures.recommendation(12, of: 1, state: .approved)
            let record = try await test.store.decide(
                failureId: Fixtures.id(1),
                classification: Fixtures.classification(.noSpace),
                recommendation: other,
                delivery: Fixtures.delivery(22, of: other)
            )
            try requireEqual(record.recommendation, first, "the recommendation after a second decision")
            try requireEqual(record.classification, Fixtures.classification(), "the classification after a second decision")
            try requireEqual(try await test.store.recommendation(id: Fixtures.id(12)), nil, "the second recommendation")
            try requireEqual(try await test.store.deliveries(in: .waiting, limit: 9).count, 1, "the deliveries")
        },
        RemediationStoreConformance("a decision that cannot be stored leaves no part of itself") { test in
            try await requireError(.notFound, "a decision of a failure that does not exist") { () async throws(RemediationError) in
                try await test.store.decide(
                    failureId: Fixtures.id(1),
                    classification: Fixtures.classification(),
                    recommendation: Fixtures.recommendation(11, of: 1),
                    delivery: nil
                )
            }
            try await Fixtures.decided(1, in: test.store, state: .approved, withDelivery: true)
            _ = try await test.store.accept(Fixtures.failure(2), id: Fixtures.id(2), idempotencyKey: nil, receivedAt: Fixtures.time(2))
            // The delivery's identifier is in use: the recommendation must not stay behind without it.
            let recommendation = Fixtures.recommendation(12, of: 2, state: .approved)
            try await requireError(.conflict, "a delivery whose identifier is in use") { () async throws(RemediationError) in
                try await test.store.decide(
                    failureId: Fixtures.id(2),
                    classification: Fixtures.classification(),
                    recommendation: recommendation,
                    delivery: Fixtures.delivery(2_000_001, of: recommendation)
                )
            }
            try requireEqual(try await test.store.recommendation(id: Fixtures.id(12)), nil, "the recommendation")
            try requireEqual(try await test.store.undecidedFailures(limit: 9).map(\.id), [Fixtures.id(2)], "the undecided failures")
            try await requireError(.invalidInput, "another failure's recommendation") { () async throws(RemediationError) in
                try await test.store.decide(
                    failureId: Fixtures.id(2),
                    classification: Fixtures.classification(),
                    recommendation: Fixtures.recommendation(13, of: 1),
                    delivery: nil
                )
            }
            try await requireError(.invalidInput, "a delivery of a pending recommendation") { () async throws(RemediationError) in
                let pending = Fixtures.recommendation(13, of: 2)
                return try await test.store.decide(
                    failureId: Fixtures.id(2),
                    classification: Fixtures.classification(),
                    recommendation: pending,
                    delivery: Fixtures.delivery(23, of: pending)
                )
            }
        },
        RemediationStoreConformance("undecided failures are listed oldest first, with their logs") { test in
            for number in [3, 1, 2, 4] {
                _ = try await test.store.accept(
                    Fixtures.failure(number, log: "log \(number)"),
                    id: Fixtures.id(number),
                    idempotencyKey: nil,
                    receivedAt: Fixtures.time(number)
                )
            }
            _ = try await test.store.decide(
                failureId: Fixtures.id(2),
                classification: Fixtures.classification(),
                recommendation: Fixtures.recommendation(12, of: 2),
                delivery: nil
            )
            let undecided = try await test.store.undecidedFailures(limit: 9)
            try requireEqual(undecided.map(\.failure.log), ["log 1", "log 3", "log 4"], "the logs of the undecided failures")
            try requireEqual(try await test.store.undecidedFailures(limit: 2).map(\.id), [1, 3].map(Fixtures.id), "the first two")
            try requireEqual(try await test.store.undecidedFailures(limit: 0).count, 0, "none")
        },
    ]
}
