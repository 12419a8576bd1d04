internal import Remediation

private typealias Fixtures = AccessFixtures

extension AccessStoreConformance {
    static let tokens: [AccessStoreConformance] = [
        AccessStoreConformance("a token is found by its hash alone, in another store too") { store, open in
            for (number, role) in Role.allCases.enumerated() {
                let token = Fixtures.token(number + 1, role: role, expiresAt: number == 0 ? Fixtures.time(60) : nil)
                try await store.addToken(token, hash: Fixtures.hash(UInt8(number + 1)), actor: "eve")
                try requireEqual(try await store.token(hash: Fixtures.hash(UInt8(number + 1))), token, "the token")
            }
            try requireEqual(try await store.token(hash: Fixtures.hash(99)), nil, "the token of another hash")
            let names = try await store.tokens().map(\.id)
            try requireEqual(names, (1...Role.allCases.count).reversed().map(StoreFixtures.id), "the tokens, newest first")
            let other = try await open()
            let seen = try await other.token(hash: Fixtures.hash(1))
            await other.close()
            try requireEqual(seen, Fixtures.token(1, role: Role.allCases[0], expiresAt: Fixtures.time(60)), "the token in another store")
        },
        AccessStoreConformance("a name stands for one token until that is revoked") { store, _ in
            try await store.addToken(Fixtures.token(1, name: "ada"), hash: Fixtures.hash(1), actor: "eve")
            let error = try await requireError(.conflict, "the same name") { () async throws(RemediationError) in
                try await store.addToken(Fixtures.token(2, name: "ada"), hash: Fixtures.hash(2), actor: "eve")
            }
            try requireEqual(error.field, "name", "the field at fault")
            try await requireError(.conflict, "the same hash") { () async throws(RemediationError) in
                try await store.addToken(Fixtures.token(3, name: "bob"), hash: Fixtures.hash(1), actor: "eve")
            }
            try await requireError(.conflict, "the same identifier") { () async throws(RemediationError) in
                try await store.addToken(Fixtures.token(1, name: "bob"), hash: Fixtures.hash(4), actor: "eve")
            }
            try requireEqual(try await store.tokens().count, 1, "the tokens after refusals")
            _ = try await store.revokeToken(id: StoreFixtures.id(1), actor: "mallory", reason: "lost", at: Fixtures.time(5))
            try await store.addToken(Fixtures.token(2, name: "ada"), hash: Fixtures.hash(2), actor: "eve")
            try requireEqual(try await store.tokens().map(\.name), ["ada", "ada"], "the names")
        },
        AccessStoreConformance("a revoked token stays revoked, from its first revocation on") { store, _ in
            try await store.addToken(Fixtures.token(1), hash: Fixtures.hash(1), actor: "eve")
            var expected = Fixtures.token(1)
            expected.revokedAt = Fixtures.time(5)
            try requireEqual(
                try await store.revokeToken(id: expected.id, actor: "mallory", reason: nil, at: Fixtures.time(5)),
                expected,
                "the answer"
            )
            try requireEqual(
                try await store.revokeToken(id: expected.id, actor: "mallory", reason: nil, at: Fixtures.time(9)),
                expected,
                "the second answer"
            )
            try requireEqual(try await store.token(hash: Fixtures.hash(1)), expected, "the token")
            try require(!expected.isValid(at: Fixtures.time(6)), "a revoked token is not valid")
            try await requireError(.notFound, "a token that is none") { () async throws(RemediationError) in
                try await store.revokeToken(id: "none", actor: "mallory", reason: "lost", at: Fixtures.time(5))
            }
        },
        AccessStoreConformance("tokens made and revoked are in the audit log, without their secrets") { store, _ in
            try await store.addToken(Fixtures.token(1, name: "ada", expiresAt: Fixtures.time(60)), hash: Fixtures.hash(1), actor: "eve")
            try await requireError(.conflict, "the same name") { () async throws(RemediationError) in
                try await store.addToken(Fixtures.token(2, name: "ada"), hash: Fixtures.hash(2), actor: "eve")
            }
            for seconds in [5.0, 9] {
                _ = try await store.revokeToken(
                    id: StoreFixtures.id(1),
                    actor: "mallory",
                    reason: "lost",
                    at: Fixtures.time(seconds)
                )
            }
            try await requireError(.notFound, "a token that is none") { () async throws(RemediationError) in
                try await store.revokeToken(id: "none", actor: "mallory", reason: nil, at: Fixtures.time(5))
            }
            let trail = try await store.auditTrail(after: 0, limit: 10)
            let events = try trail.map { try $0.entry().event }
            let subject = "token/\(StoreFixtures.id(1))"
            var fields: [String: JSONValue] = [
                "name": .string("ada"), "role": .string("operator"), "expiresAt": .string(Fixtures.time(60).formatted),
            ]
            let before = JSONValue.object(fields)
            fields["revokedAt"] = .string(Fixtures.time(5).formatted)
            try requireEqual(
                events,
                [
                    AuditEvent(.tokenCreated, subject: subject, actor: "eve", after: before, at: Fixtures.time(1)),
                    AuditEvent(
                        .tokenRevoked,
                        subject: subject,
                        actor: "mallory",
                        reason: "lost",
                        before: before,
                        after: .object(fields),
                        at: Fixtures.time(5)
                    ),
                ],
                "the entries"
            )
            try require(!trail.contains { $0.text.contains(Fixtures.hash(1).hex) }, "the hash is in no entry")
        },
        AccessStoreConformance("of many additions of one name at the same time one succeeds") { store, open in
            let other = try await open()
            let count = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 1...20 {
                    group.addTask {
                        do throws(RemediationError) {
                            let target: any AccessStore = number.isMultiple(of: 2) ? store : other
                            try await target.addToken(
                                Fixtures.token(number, name: "same"),
                                hash: Fixtures.hash(UInt8(number)),
                                actor: "eve"
                            )
                            return 1
                        } catch {
                            try requireEqual(error.code, .conflict, "the refusal \"\(error)\"")
                            return 0
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            await other.close()
            try requireEqual(count, 1, "the additions that succeeded")
        },
    ]
}
