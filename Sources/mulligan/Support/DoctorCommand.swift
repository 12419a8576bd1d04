internal import ArgumentParser
internal import Foundation
internal import LogRules
import Remediation
internal import RetryForecast
internal import SQLStore

struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Say what is missing for the service to run, and how to get it.",
        discussion: """
            Example:
              mulligan doctor --store sqlite:/var/lib/mulligan/mulligan.sqlite --policy policy.yaml
            """
    )

    @Option(help: "The store that serve would use: sqlite:PATH or postgres://USER@HOST:PORT/DATABASE (MULLIGAN_STORE).")
    var store: String?

    @OptionGroup var parts: DecisionParts

    func run() async throws {
        let settings = Settings()
        var findings = [Finding]()
        findings.append(
            await Finding.of("rules, model and policy", remedy: "pass --rules, --model and --policy, or run in a checkout") {
                let loaded = try parts.load()
                return "\(loaded.pack.count) rules (\(loaded.pack.version)), model \(loaded.model.version)"
            }
        )
        findings.append(
            await Finding.of("store", remedy: "name one with --store sqlite:PATH or postgres://USER@HOST:PORT/DATABASE") {
                let location = try StoreLocation(settings.text("store", commandLine: store, standard: "sqlite:mulligan.sqlite"))
                return try await Self.look(at: location)
            }
        )
        findings.append(Finding.program("scontrol", purpose: "repairing Slurm jobs on this machine", package: "slurm-client"))
        for finding in findings { print(finding.line) }
        if findings.contains(where: { $0.state == .wrong }) { throw ExitCode.failure }
    }

    /// What is at `location`; a look must not leave a database behind, nor bring one up to date below a service that runs.
    private static func look(at location: StoreLocation) async throws(RemediationError) -> String {
        switch location.place {
        case .postgres(let address):
            return try await PostgresStore.inspect(address)
        case .sqlite(let path):
            guard FileManager.default.fileExists(atPath: path) else {
                let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
                guard FileManager.default.isWritableFile(atPath: folder) else {
                    throw RemediationError(.unavailable, "\(folder) is not a folder that this user may write to")
                }
                return "\(path) will be made"
            }
            return try SQLiteStore.inspect(path: path)
        }
    }

    /// One thing that was looked at.
    private struct Finding {
        enum State: String {
            case well = "ok"
            case wrong = "wrong"
            case optional = "absent"
        }

        var state: State
        var line: String

        /// Runs `check`: its text if it returns, its error and `remedy` if it throws.
        static func of(_ name: String, remedy: String, check: () async throws -> String) async -> Finding {
            do {
                return Finding(state: .well, line: "ok      \(name): \(try await check())")
            } catch {
                return Finding(state: .wrong, line: "wrong   \(name): \(error); \(remedy)")
            }
        }

        /// Looks for a program that only some uses need.
        static func program(_ name: String, purpose: String, package: String) -> Finding {
            let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
            if let folder = folders.first(where: { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }) {
                return Finding(state: .well, line: "ok      \(name): \(folder)/\(name)")
            }
            return Finding(state: .optional, line: "absent  \(name): needed only for \(purpose); get it with: apt-get install \(package)")
        }
    }
}
