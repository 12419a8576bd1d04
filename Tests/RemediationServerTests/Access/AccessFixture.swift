import Foundation
import Hummingbird
import Remediation
import RemediationTesting
import SQLStore

@testable import RemediationServer

/// A server that asks who calls, with a token of every role.
final class AccessFixture: Sendable {
    let fixture: ServerFixture
    let store: SQLiteStore
    /// The store's file.
    let path: String
    /// The secret of a token by its role; its name is the role's.
    let tokens: [Role: String]

    var clock: ManualClock { fixture.clock }

    init(
        options: ServerOptions = ServerOptions(),
        hooks: [any SchedulerHook] = [],
        configure: (inout Authentication) -> Void = { _ in }
    ) async throws {
        path = NSTemporaryDirectory() + "mulligan-access-\(UUID().uuidString).sqlite"
        let store = try SQLiteStore(path: path)
        var authentication = Authentication(store: store, requestsPerSecond: 0)
        configure(&authentication)
        fixture = try await ServerFixture(options: options, hooks: hooks, authentication: authentication)
        self.store = store
        var tokens: [Role: String] = [:]
        for role in Role.allCases { tokens[role] = try await Self.add(role.rawValue, role, to: store, at: fixture.clock.now()) }
        self.tokens = tokens
    }

    /// Adds a token and returns its secret.
    static func add(_ name: String, _ role: Role, to store: SQLiteStore, at now: Timestamp, expiresAt: Timestamp? = nil) async throws
        -> String
    {
        let secret = APIToken.make()
        let token = AccessToken(
            id: IdentifierGenerator(clock: ManualClock(now)).next(),
            name: name,
            role: role,
            createdAt: now,
            expiresAt: expiresAt
        )
        try await store.addToken(token, hash: APIToken.hash(secret), actor: "root")
        return secret
    }

    deinit {
        for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }

    func token(_ role: Role) -> String { tokens[role] ?? "" }
}
