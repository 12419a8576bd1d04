internal import Remediation

private typealias Fixtures = StoreFixtures

extension RemediationStoreConformance {
    static let accepting: [RemediationStoreConformance] = [
        RemediationStoreConformance("a failure comes back as it was posted") { test in
            let failure = Fixtures.fullFailure(1)
            let acceptance = try await test.store.accept(failure, id: Fixtures.id(1), idempotencyKey: "key", receivedAt: Fixtures.time(1))
            let expected = FailureRecord(id: Fixtures.id(1), receivedAt: Fixtures.time(1), failure: failure)
            try requireEqual(acceptance, Acceptance(record: expected, isNew: true), "the acceptance")
            try requireEqual(try await test.store.failure(id: Fixtures.id(1)), expected, "the stored failure")
            try requireEqual(try await test.store.failure(id: Fixtures.id(2)), nil, "a failure that was never posted")
        },
        RemediationStoreConformance("a failure is there after the store is opened again", opensAgain: true) { test in
            let failure = Fixtures.fullFailure(1)
            _ = try await test.store.accept(failure, id: Fixtures.id(1), idempotencyKey: "key", receivedAt: Fixtures.time(1))
            await test.store.close()
            let again = try await test.open()
            try requireEqual(try await again.failure(id: Fixtures.id(1))?.failure, failure, "the failure after opening again")
            let repeated = try await again.accept(failure, id: Fixtures.id(2), idempotencyKey: "key", receivedAt: Fixtures.time(2))
            try require(!repeated.isNew, "the key is forgotten after opening again")
            await again.close()
        },
        RemediationStoreConformance("a log of megabytes, of any characters, comes back whole") { test in
            var generator = SplitMix64(seed: 3)
            var log = "\u{0}first line\n"
            while log.utf8.count < 3_000_000 {
                let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10_ffff, using: &generator)) ?? "?"
                log += "line \(UInt64.random(in: 0...9_999_999, using: &generator)) \(Character(scalar))\r\n"
            }
            _ = try await test.store.accept(
                Fixtures.failure(1, log: log),
                id: Fixtures.id(1),
                idempotencyKey: nil,
                receivedAt: Fixtures.time(1)
            )
            let stored = try await test.store.failure(id: Fixtures.id(1))?.failure.log
            try require(stored.map { Array($0.utf8) == Array(log.utf8) } ?? false, "the log differs")
        },
        RemediationStoreConformance("the same key and body twice makes one row") { test in
            let failure = Fixtures.fullFailure(1)
            let first = try await test.store.accept(failure, id: Fixtures.id(1), idempotencyKey: "key", receivedAt: Fixtures.time(1))
            let second = try await test.store.accept(failure, id: Fixtures.id(2), idempotencyKey: "key", receivedAt: Fixtures.time(2))
            try requireEqual(second, Acceptance(record: first.record, isNew: false), "the second acceptance")
            try requireEqual(try await test.store.counts().failures, 1, "the count of failures")
            try requireEqual(try await test.store.failure(id: Fixtures.id(2)), nil, "the second failure")
        },
        RemediationStoreConformance("the same key with another body is a conflict and changes nothing") { test in
            let failure = Fixtures.failure(1, log: "a")
            _ = try await test.store.accept(failure, id: Fixtures.id(1), idempotencyKey: "key", receivedAt: Fixtures.time(1))
            for other in [Fixtures.failure(2, log: "a"), Fixtures.failure(1, log: "b")] {
                let error = try await requireError(.conflict, "the same key with another body") { () async throws(RemediationError) in
                    try await test.store.accept(other, id: Fixtures.id(2), idempotencyKey: "key", receivedAt: Fixtures.time(2))
                }
                try requireEqual(error.field, "idempotencyKey", "the field at fault")
            }
            try requireEqual(try await test.store.counts().failures, 1, "the count of failures")
            try requireEqual(try await test.store.failure(id: Fixtures.id(1))?.failure, failure, "the stored failure")
        },
        RemediationStoreConformance("without a key, one job, run and attempt makes one row") { test in
            let failure = Fixtures.failure(1, log: "a")
            let first = try await test.store.accept(failure, id: Fixtures.id(1), idempotencyKey: nil, receivedAt: Fixtures.time(1))
            var longer = failure
            longer.log = "a longer log"
            let second = try await test.store.accept(longer, id: Fixtures.id(2), idempotencyKey: nil, receivedAt: Fixtures.time(2))
            try requireEqual(second, Acceptance(record: first.record, isNew: false), "the second acceptance")
            longer.attempt = 2
            let next = try await test.store.accept(longer, id: Fixtures.id(3), idempotencyKey: nil, receivedAt: Fixtures.time(3))
            try require(next.isNew, "the next attempt of the run is taken for the first")
        },
        RemediationStoreConformance("a fresh key on a stored attempt stands for that attempt") { test in
            let failure = Fixtures.failure(1, log: "a")
            _ = try await test.store.accept(failure, id: Fixtures.id(1), idempotencyKey: nil, receivedAt: Fixtures.time(1))
            var longer = failure
            longer.log = "a longer log"
            for number in 2...3 {
                let again = try await test.store.accept(
                    longer,
                    id: Fixtures.id(number),
                    idempotencyKey: "key",
                    receivedAt: Fixtures.time(number)
                )
                try requireEqual(again.record.id, Fixtures.id(1), "the record")
                try require(!again.isNew, "a second row for one attempt")
            }
            try await requireError(.conflict, "the key with another attempt") { () async throws(RemediationError) in
                try await test.store.accept(
                    Fixtures.failure(4),
                    id: Fixtures.id(4),
                    idempotencyKey: "key",
                    receivedAt: Fixtures.time(4)
                )
            }
        },
        RemediationStoreConformance("what cannot be stored is refused by name and changes nothing") { test in
            var cases: [(JobFailure, String?)] = []
            var failure = Fixtures.failure(1)
            failure.job = "a\u{0}b"
            cases.append((failure, nil))
            failure = Fixtures.failure(1)
            failure.attempt = 0
            cases.append((failure, nil))
            failure = Fixtures.failure(1)
            failure.resources.memoryBytes = 0
            cases.append((failure, nil))
            failure = Fixtures.failure(1)
            failure.runSeconds = .nan
            cases.append((failure, nil))
            cases.append((Fixtures.failure(1), ""))
            cases.append((Fixtures.failure(1), "a\u{0}"))
            for (failure, key) in cases {
                let error = try await requireError(.invalidInput, "a failure that cannot be stored") { () async throws(RemediationError) in
                    try await test.store.accept(failure, id: Fixtures.id(1), idempotencyKey: key, receivedAt: Fixtures.time(1))
                }
                try require(error.field != nil, "\(error) names no field")
            }
            try requireEqual(try await test.store.counts(), StoreCounts(), "the counts")
        },
    ]
}
