internal import Remediation

private typealias Fixtures = AccessFixtures

extension AccessStoreConformance {
    static let sessions: [AccessStoreConformance] = [
        AccessStoreConformance("a session lasts to its end, or to its sign-out") { store, open in
            let session = OperatorSession(actor: "ada Ä", role: .viewer, tokenId: nil, expiresAt: Fixtures.time(60))
            try await store.addSession(session, hash: Fixtures.hash(1), now: Fixtures.time(0))
            try requireEqual(try await store.session(hash: Fixtures.hash(1), now: Fixtures.time(59)), session, "the session")
            try requireEqual(try await store.session(hash: Fixtures.hash(1), now: Fixtures.time(60)), nil, "the session at its end")
            try requireEqual(try await store.session(hash: Fixtures.hash(2), now: Fixtures.time(0)), nil, "another session")
            let other = try await open()
            let seen = try await other.session(hash: Fixtures.hash(1), now: Fixtures.time(1))
            await other.close()
            try requireEqual(seen, session, "the session in another store")
            try await requireError(.conflict, "the same hash") { () async throws(RemediationError) in
                try await store.addSession(session, hash: Fixtures.hash(1), now: Fixtures.time(0))
            }
            try await store.endSession(hash: Fixtures.hash(1))
            try await store.endSession(hash: Fixtures.hash(1))
            try requireEqual(try await store.session(hash: Fixtures.hash(1), now: Fixtures.time(1)), nil, "the session after sign-out")
        },
        AccessStoreConformance("a session ends with its token") { store, _ in
            try await store.addToken(Fixtures.token(1), hash: Fixtures.hash(1), actor: "eve")
            try await store.addToken(Fixtures.token(2, expiresAt: Fixtures.time(30)), hash: Fixtures.hash(2), actor: "eve")
            for number in 1...2 {
                let session = OperatorSession(
                    actor: "ada",
                    role: .operator,
                    tokenId: StoreFixtures.id(number),
                    expiresAt: Fixtures.time(1_000)
                )
                try await store.addSession(session, hash: Fixtures.hash(UInt8(10 + number)), now: Fixtures.time(0))
                try requireEqual(
                    try await store.session(hash: Fixtures.hash(UInt8(10 + number)), now: Fixtures.time(29)),
                    session,
                    "the session"
                )
            }
            try requireEqual(try await store.session(hash: Fixtures.hash(12), now: Fixtures.time(30)), nil, "that of an expired token")
            _ = try await store.revokeToken(id: StoreFixtures.id(1), actor: "mallory", reason: "lost", at: Fixtures.time(5))
            try requireEqual(try await store.session(hash: Fixtures.hash(11), now: Fixtures.time(6)), nil, "that of a revoked token")
            try await requireError(.notFound, "a session of no token") { () async throws(RemediationError) in
                try await store.addSession(
                    OperatorSession(actor: "ada", role: .admin, tokenId: "none", expiresAt: Fixtures.time(60)),
                    hash: Fixtures.hash(20),
                    now: Fixtures.time(0)
                )
            }
        },
    ]

    static let signatures: [AccessStoreConformance] = [
        AccessStoreConformance("a signature is taken once while its mark lasts") { store, open in
            func claim(_ store: any AccessStore, _ number: UInt8, at seconds: Double) async throws -> Bool {
                try await store.claimSignature(Fixtures.hash(number), now: Fixtures.time(seconds), expiresAt: Fixtures.time(seconds + 600))
            }
            try requireEqual(try await claim(store, 1, at: 0), true, "the first")
            try requireEqual(try await claim(store, 1, at: 1), false, "the second")
            let other = try await open()
            let elsewhere = try await claim(other, 1, at: 2)
            await other.close()
            try requireEqual(elsewhere, false, "that at another store")
            try requireEqual(try await claim(store, 2, at: 3), true, "another signature")
            try await store.releaseSignature(Fixtures.hash(1))
            try await store.releaseSignature(Fixtures.hash(77))
            try requireEqual(try await claim(store, 1, at: 4), true, "that after its release")
            try requireEqual(try await claim(store, 1, at: 604), true, "that after the mark's end")
        },
        AccessStoreConformance("of many claims of one signature at the same time one succeeds") { store, open in
            let other = try await open()
            let won = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 1...32 {
                    let target: any AccessStore = number.isMultiple(of: 2) ? store : other
                    group.addTask {
                        try await target.claimSignature(Fixtures.hash(1), now: Fixtures.time(0), expiresAt: Fixtures.time(600))
                    }
                }
                return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
            }
            await other.close()
            try requireEqual(won, 1, "the claims that succeeded")
        },
    ]
}
