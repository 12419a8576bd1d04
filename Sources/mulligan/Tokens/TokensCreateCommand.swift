internal import ArgumentParser
internal import Foundation
import Remediation
internal import RemediationServer

/// `mulligan tokens create`: a new token, shown once.
struct TokensCreateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "create",
        abstract: "Make a token and show it, this once.",
        discussion: """
            Examples:
              mulligan tokens create --name slurm-prod --role scheduler
              mulligan tokens create --name ada --role operator --expires 90d --json | jq -r .token

            Only a hash is stored: a lost token cannot be shown again, only revoked and replaced.
            """
    )

    @Option(help: "Who or what uses it; decisions are recorded under this name.")
    var name: String

    @Option(help: "What it may do: scheduler, viewer, operator or admin.")
    var role: String

    @Option(help: "How long it is valid: 12h, 90d; for ever without this.")
    var expires: String?

    @Flag(help: "Write the token as a line of JSON.")
    var json = false

    @OptionGroup var store: TokenStore

    func run() async throws {
        try await CommandFailure.report {
            guard let role = Role(rawValue: role) else {
                let known = Role.allCases.map(\.rawValue).joined(separator: ", ")
                throw RemediationError(.invalidInput, "\"\(role)\" is not a role; use one of \(known)", field: "--role")
            }
            try AccessToken.check(name: name)
            let clock = SystemWallClock()
            let now = clock.now()
            let token = AccessToken(
                id: IdentifierGenerator(clock: clock).next(),
                name: name,
                role: role,
                createdAt: now,
                expiresAt: try expires.map { now.adding(seconds: try Self.lifetime($0)) }
            )
            let secret = APIToken.make()
            try await store.use(makesMissing: true) {
                try await $0.addToken(token, hash: APIToken.hash(secret), actor: OperatingSystemUser.name)
            }
            if json {
                print(try TokenRow(token, now: now, secret: secret).json())
            } else {
                print(secret)
                CommandFailure.note(
                    "this is the token of \"\(name)\" (\(role.rawValue), \(token.expiresAt.map { "until \($0.formatted)" } ?? "without end")); it is not shown again"
                )
            }
        }
    }

    private static func lifetime(_ text: String) throws(RemediationError) -> Double {
        guard let seconds = HumanUnits.parseSeconds(text), (60...3_153_600_000).contains(seconds) else {
            throw RemediationError(
                .invalidInput,
                "\"\(text)\" is not a time from a minute to 100 years; write 12h or 90d",
                field: "--expires"
            )
        }
        return seconds
    }
}
