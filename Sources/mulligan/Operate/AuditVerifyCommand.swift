internal import ArgumentParser
import Remediation

struct AuditVerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Follow the audit log's hash chain and say where it breaks, if it does.",
        discussion: """
            Prints the number and hash of the last entry. Keep them elsewhere: with --noted a log that was cut off or written anew is
            found out too.

            Examples:
              mulligan audit verify --store sqlite:/var/lib/mulligan/mulligan.sqlite
              mulligan audit verify --noted 4711:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
              mulligan audit verify --file audit.jsonl

            Exit status: 0 unbroken, 1 broken, 65 wrong input.
            """
    )

    @Option(help: "The store: sqlite:PATH or postgres://USER@HOST:PORT/DATABASE (MULLIGAN_STORE).")
    var store: String?

    @Option(help: "An export to check instead of a store; - for standard input.")
    var file: String?

    @Option(help: "NUMBER:HASH, as an earlier verification printed it.")
    var noted: String?

    func run() async throws {
        try await CommandFailure.report {
            var verifier = AuditVerifier(noted: try noted.map { try Self.parse($0) })
            do {
                if let file {
                    for line in try AuditExport.lines(of: file) {
                        try verifier.follow(try AuditExport.record(line.text, number: line.number))
                    }
                } else {
                    try await AuditTrail.read(store) { try verifier.follow($0) }
                }
                try verifier.finish()
            } catch let fault as AuditVerifier.Fault {
                print("broken at \(fault.description)")
                throw ExitCode.failure
            }
            print("unbroken: \(verifier.count) entries, the last is \(verifier.count):\(verifier.head)")
        }
    }

    private static func parse(_ text: String) throws(RemediationError) -> (sequence: Int64, hash: String) {
        let parts = text.split(separator: ":")
        guard parts.count == 2, let sequence = Int64(parts[0]), sequence > 0, parts[1].count == 64 else {
            throw RemediationError(.invalidInput, "is not NUMBER:HASH, as a verification prints it", field: "--noted")
        }
        return (sequence, parts[1].lowercased())
    }
}
