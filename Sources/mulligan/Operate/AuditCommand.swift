internal import ArgumentParser

struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Check and export the log of what was decided and done.",
        subcommands: [AuditVerifyCommand.self, AuditExportCommand.self]
    )
}
