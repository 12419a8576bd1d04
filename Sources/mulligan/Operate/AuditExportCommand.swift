internal import ArgumentParser
internal import Foundation
import Remediation

struct AuditExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Print the audit log, one entry a line as JSON, oldest first.",
        discussion: """
            Each line holds the entry's number, the hash before it, its hash and the entry itself. The hash is SHA-256 over the 64 digits of
            the hash before and the bytes of the entry; `mulligan audit verify --file` checks an export.

            Examples:
              mulligan audit export --store sqlite:/var/lib/mulligan/mulligan.sqlite > audit.jsonl
              mulligan audit export | jq 'select(.entry.kind == "overridden")'
            """
    )

    @Option(help: "The store: sqlite:PATH or postgres://USER@HOST:PORT/DATABASE (MULLIGAN_STORE).")
    var store: String?

    func run() async throws {
        try await CommandFailure.report {
            var previous = AuditRecord.root
            try await AuditTrail.read(store) { record in
                try FileHandle.standardOutput.write(contentsOf: Data((record.line(after: previous) + "\n").utf8))
                previous = record.hash
            }
        }
    }
}
