internal import Remediation

private typealias Fixtures = StoreFixtures

extension RemediationStoreConformance {
    static let auditing: [RemediationStoreConformance] = [
        RemediationStoreConformance("the audit log tells every step of a recommendation, chained") { test in
            let store = test.store
            _ = try await Fixtures.decided(1, in: store)
            let recommendation = Fixtures.recommendation(1_000_001, of: 1)
            _ = try await store.change(
                RecommendationChange(
                    id: recommendation.id,
                    to: .approved,
                    target: Resources(memoryBytes: 1 << 30),
                    actor: "ada",
                    note: "knows it \"well\" 😀",
                    delivery: Fixtures.delivery(7, of: recommendation),
                    at: Fixtures.time(2)
                )
            )
            _ = try await store.claimDeliveries(limit: 1, now: Fixtures.start, leaseSeconds: 30)
            let busy = DeliveryResult.retry(at: Fixtures.start, error: "busy")
            try await store.finishDelivery(id: Fixtures.id(7), ofTry: 1, result: busy, at: Fixtures.time(3))
            _ = try await store.claimDeliveries(limit: 1, now: Fixtures.start, leaseSeconds: 30)
            try await store.finishDelivery(id: Fixtures.id(7), ofTry: 2, result: .delivered(receipt: "requeued"), at: Fixtures.time(4))
            let outcome = Outcome(
                recommendationId: recommendation.id,
                attempt: Fixtures.attempt(1),
                followed: true,
                forecastProbability: 0.9,
                recordedAt: Fixtures.time(5)
            )
            _ = try await store.recordOutcome(outcome)
            _ = try await store.recordOutcome(outcome)
            let newest = try await store.auditEntries(AuditFilter(), page: PageRequest(limit: 9)).items
            try requireEqual(
                newest.reversed().map(\.event.kind.rawValue),
                ["decided", "overridden", "applied", "settled"],
                "the kinds, oldest first"
            )
            try requireEqual(newest.map(\.sequence), [4, 3, 2, 1], "the numbers")
            try requireEqual(newest[2].event.actor, "ada", "who overrode")
            try requireEqual(newest[2].event.reason, "knows it \"well\" 😀", "why")
            try requireEqual(newest[2].event.before?["state"]?.string, "pending", "the state before")
            try requireEqual(newest[2].event.after?["target"]?.string, "1 GiB, 1 core", "the target after")
            try requireEqual(newest[1].event.actor, "scheduler/slurm", "who applied")
            var verifier = AuditVerifier()
            for record in try await store.auditTrail(after: 0, limit: 100) { try verifier.follow(record) }
            try requireEqual(verifier.count, 4, "the length of the chain")
            try requireEqual(verifier.head, newest[0].hash, "its head")
            try requireEqual(try await store.auditTrail(after: 2, limit: 1).map(\.sequence), [3], "a part of the trail")
        },
        RemediationStoreConformance("a change that fails leaves no audit entry") { test in
            _ = try await Fixtures.decided(1, in: test.store)
            try await requireError(.conflict, "a step that the state does not allow") { () throws(RemediationError) in
                try await test.store.change(
                    RecommendationChange(id: Fixtures.id(1_000_001), to: .applied, actor: "eve", at: Fixtures.time(2))
                )
            }
            try await requireError(.notFound, "a step of nothing") { () throws(RemediationError) in
                try await test.store.change(RecommendationChange(id: Fixtures.id(9), to: .rejected, actor: "eve", at: Fixtures.time(2)))
            }
            _ = try await Fixtures.decided(2, in: test.store)
            let kinds = try await test.store.auditTrail(after: 0, limit: 9).count
            try requireEqual(kinds, 2, "entries of two decisions")
        },
        RemediationStoreConformance("the audit log is listed by kind, subject and actor, in pages", opensAgain: true) { test in
            for number in 1...25 {
                _ = try await test.store.append(
                    AuditEvent(
                        number % 2 == 0 ? .policyChanged : .rulesChanged,
                        subject: number % 5 == 0 ? "policy" : "rules",
                        actor: number % 3 == 0 ? "ada" : "mulligan",
                        after: .object(["n": .number(Double(number))]),
                        at: Fixtures.time(number)
                    )
                )
            }
            // Another process goes on with the chain.
            let other = try await test.open()
            let last = try await other.append(AuditEvent(.modelChanged, subject: "model", actor: "ada", at: Fixtures.time(26)))
            await other.close()
            try requireEqual(last.sequence, 26, "the number of an entry by another store")
            var seen: [Int64] = []
            var cursor: String?
            repeat {
                let page = try await test.store.auditEntries(AuditFilter(actor: "ada"), page: PageRequest(limit: 4, cursor: cursor))
                seen += page.items.map(\.sequence)
                cursor = page.nextCursor
            } while cursor != nil
            try requireEqual(seen, [26, 24, 21, 18, 15, 12, 9, 6, 3], "the entries by actor")
            let filter = AuditFilter(kind: .policyChanged, subject: "policy")
            let both = try await test.store.auditEntries(filter, page: PageRequest(limit: 9))
            try requireEqual(both.items.map(\.sequence), [20, 10], "the entries by kind and subject")
            try await requireError(.invalidInput, "a cursor that is none") { () throws(RemediationError) in
                try await test.store.auditEntries(AuditFilter(), page: PageRequest(limit: 4, cursor: "x")).items
            }
            var verifier = AuditVerifier()
            for record in try await test.store.auditTrail(after: 0, limit: 100) { try verifier.follow(record) }
            try requireEqual(verifier.count, 26, "the length of the chain")
        },
        RemediationStoreConformance("concurrent writers keep one chain") { test in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 1...40 {
                    group.addTask {
                        if number % 2 == 0 {
                            try await Fixtures.decided(number, in: test.store)
                        } else {
                            _ = try await test.store.append(
                                AuditEvent(.rulesChanged, subject: "rules", actor: "mulligan", at: Fixtures.time(number))
                            )
                        }
                    }
                }
                try await group.waitForAll()
            }
            var verifier = AuditVerifier()
            for record in try await test.store.auditTrail(after: 0, limit: 100) { try verifier.follow(record) }
            try requireEqual(verifier.count, 40, "the length of the chain")
        },
    ]
}
