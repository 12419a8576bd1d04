internal import ArgumentParser

/// `mulligan tokens`: who may call the service.
struct TokensCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Make, list and revoke the API tokens of a service.",
        discussion: """
            Examples:
              mulligan tokens create --name ada --role operator --expires 90d
              mulligan tokens list
              mulligan tokens revoke ada

            The commands work on the store itself, while the service runs too. Roles: scheduler posts failures and asks for advice;
            viewer reads everything; operator reads, decides and posts; admin may do everything.
            """,
        subcommands: [TokensCreateCommand.self, TokensListCommand.self, TokensRevokeCommand.self]
    )
}
