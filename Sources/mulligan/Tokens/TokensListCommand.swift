internal import ArgumentParser
internal import Foundation
import Remediation

/// `mulligan tokens list`: every token, without its secret.
struct TokensListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the tokens, newest first; their secrets are not kept.",
        discussion: """
            Examples:
              mulligan tokens list
              mulligan tokens list --json | jq 'select(.state == "valid")'
            """
    )

    @Flag(help: "Write one line of JSON a token.")
    var json = false

    @OptionGroup var store: TokenStore

    func run() async throws {
        try await CommandFailure.report {
            let now = SystemWallClock().now()
            let rows = try await store.use { try await $0.tokens() }.map { TokenRow($0, now: now) }
            if json {
                for row in rows { print(try row.json()) }
                return
            }
            let width = rows.map(\.name.count).max() ?? 0
            for row in rows {
                let name = row.name.padding(toLength: width, withPad: " ", startingAt: 0)
                let role = row.role.rawValue.padding(toLength: 9, withPad: " ", startingAt: 0)
                let state = row.state.padding(toLength: 7, withPad: " ", startingAt: 0)
                print("\(row.id)  \(name)  \(role)  \(state)  \(row.expiresAt.map { "until \($0.formatted)" } ?? "without end")")
            }
            if rows.isEmpty { print("there are no tokens; make one with: mulligan tokens create --name ada --role admin") }
        }
    }
}
