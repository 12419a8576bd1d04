package import Remediation

/// One check of what `AccessStore` promises; every adapter passes them all.
///
///     @Test(arguments: AccessStoreConformance.all)
///     func conforms(_ check: AccessStoreConformance) async throws {
///         try await check.run { { try openStore(at: path) } }
///     }
package struct AccessStoreConformance: Sendable, CustomStringConvertible {
    /// Opens a store on one database; each call gives another store on the same data.
    package typealias Opener = @Sendable () async throws -> any AccessStore & RemediationStore

    /// What the check shows, in words.
    package let name: String
    private let body: @Sendable (any AccessStore & RemediationStore, Opener) async throws -> Void

    init(_ name: String, _ body: @escaping @Sendable (any AccessStore & RemediationStore, Opener) async throws -> Void) {
        self.name = name
        self.body = body
    }

    package var description: String { name }

    /// Every check.
    package static let all: [AccessStoreConformance] = tokens + sessions + signatures

    /// Runs the check on a database that holds nothing yet.
    ///
    /// - Throws: `ConformanceFailure` that says what differs, or the store's own error.
    package func run(onFresh makeDatabase: () async throws -> Opener) async throws {
        let open = try await makeDatabase()
        let store = try await open()
        do {
            try await body(store, open)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }
}

/// Values for the checks; a number tells them apart.
enum AccessFixtures {
    static func time(_ seconds: Double) -> Timestamp { StoreFixtures.start.adding(seconds: seconds) }

    static func hash(_ number: UInt8) -> SecretHash { SecretHash(bytes: [UInt8](repeating: number, count: 32)) }

    static func token(_ number: Int, name: String? = nil, role: Role = .operator, expiresAt: Timestamp? = nil) -> AccessToken {
        AccessToken(
            id: StoreFixtures.id(number),
            name: name ?? "token-\(number) Ä \"'; --",
            role: role,
            createdAt: time(Double(number)),
            expiresAt: expiresAt
        )
    }
}
