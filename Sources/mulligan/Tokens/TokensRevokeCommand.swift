internal import ArgumentParser
internal import Foundation
import Remediation

/// `mulligan tokens revoke`: a token opens nothing any more.
struct TokensRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke",
        abstract: "Revoke a token, and end the sessions that were signed in with it.",
        discussion: """
            Examples:
              mulligan tokens revoke ada
              mulligan tokens revoke ada --reason "left the team"
              mulligan tokens revoke 01kbk2w6m0v1m9c7e7y0d3q9ra

            A running service feels it within two seconds.
            """
    )

    @Argument(help: "The token's name, or its identifier from mulligan tokens list.")
    var token: String

    @Option(help: "Why; kept in the audit log.")
    var reason: String?

    @Flag(help: "Write the token as a line of JSON.")
    var json = false

    @OptionGroup var store: TokenStore

    func run() async throws {
        try await CommandFailure.report {
            let now = SystemWallClock().now()
            let revoked = try await store.use { store in
                let known = try await store.tokens()
                guard let found = known.first(where: { $0.name == token && $0.revokedAt == nil }) ?? known.first(where: { $0.id == token })
                else {
                    throw RemediationError(.notFound, "no token has the name or identifier \"\(token)\"; mulligan tokens list shows them")
                }
                return try await store.revokeToken(id: found.id, actor: OperatingSystemUser.name, reason: reason, at: now)
            }
            print(json ? try TokenRow(revoked, now: now).json() : "revoked \(revoked.id) \"\(revoked.name)\" (\(revoked.role.rawValue))")
        }
    }
}
