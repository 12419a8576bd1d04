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
        RemediationStoreConformance("of those who saw the same last entry one appends", opensAgain: true) { test in
            func event(_ subject: String, _ number: Int) -> AuditEvent {
                AuditEvent(
                    .rulesChanged,
                    subject: subject,
                    actor: "ada",
                    after: .object(["n": .number(Double(number))]),
                    at: Fixtures.time(number)
                )
            }
            let first = try await test.store.append(event("rules", 1), ifLatest: nil)
            try requireEqual(first?.sequence, 1, "the first entry on a subject")
            let second = try await test.store.append(event("rules", 2), ifLatest: nil)
            try requireEqual(second?.sequence, nil, "a second first entry")
            // Entries on other subjects do not count.
            let other = try await test.store.append(event("model", 3), ifLatest: nil)
            try requireEqual(other?.sequence, 2, "the first entry on another subject")
            let wrong = try await test.store.append(event("rules", 4), ifLatest: 2)
            try requireEqual(wrong?.sequence, nil, "an entry behind another subject's")
            let next = try await test.store.append(event("rules", 5), ifLatest: 1)
            try requireEqual(next?.event.after?["n"]?.number, 5, "the entry behind the latest")
            // Two processes, ten tasks each, all of which saw the third entry.
            let process = try await test.open()
            let appended = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 10..<30 {
                    group.addTask {
                        let store = number % 2 == 0 ? test.store : process
                        return try await store.append(event("rules", number), ifLatest: 3) == nil ? 0 : 1
                    }
                }
                return try await group.reduce(0, +)
            }
            await process.close()
            try requireEqual(appended, 1, "how many of twenty appended")
            let entries = try await test.store.auditEntries(AuditFilter(subject: "rules"), page: PageRequest()).items
            try requireEqual(entries.map(\.sequence), [4, 3, 1], "the entries")
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
