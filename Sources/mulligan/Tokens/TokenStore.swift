internal import ArgumentParser
internal import Foundation
import Remediation
internal import SQLStore

/// The store that the commands of `mulligan tokens` work on.
struct TokenStore: ParsableArguments {
    @Option(help: "The store of the service: sqlite:PATH or postgres://USER@HOST:PORT/DATABASE (MULLIGAN_STORE).")
    var store: String?

    /// Runs `body` with the store.
    ///
    /// - Parameter makesMissing: Whether a store that is not there yet is made.
    func use<Value>(makesMissing: Bool = false, _ body: (any AccessStore) async throws -> Value) async throws -> Value {
        let location = try StoreLocation(Settings().text("store", commandLine: store, standard: "sqlite:mulligan.sqlite"))
        let opened = makesMissing ? try await location.open() : try await location.openExisting()
        do {
            let value = try await body(opened)
            await opened.close()
            return value
        } catch {
            await opened.close()
            throw error
        }
    }
}

/// A token as the commands print it.
struct TokenRow: Encodable {
    var id: String
    var name: String
    var role: Role
    var state: String
    var createdAt: Timestamp
    var expiresAt: Timestamp?
    var revokedAt: Timestamp?
    /// The secret, when it was just made.
    var token: String?

    init(_ token: AccessToken, now: Timestamp, secret: String? = nil) {
        id = token.id
        name = token.name
        role = token.role
        state = token.revokedAt != nil ? "revoked" : token.isValid(at: now) ? "valid" : "expired"
        createdAt = token.createdAt
        expiresAt = token.expiresAt
        revokedAt = token.revokedAt
        self.token = secret
    }

    /// The row as a line of JSON.
    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
