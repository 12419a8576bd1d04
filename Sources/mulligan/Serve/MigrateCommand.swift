internal import ArgumentParser
import Remediation
internal import SQLStore

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring a store's schema up to date; serve does the same when it starts.",
        discussion: """
            Example:
              mulligan migrate --store sqlite:/var/lib/mulligan/mulligan.sqlite
            """
    )

    @Option(help: "The store: sqlite:PATH (MULLIGAN_STORE).")
    var store: String?

    func run() async throws {
        try await CommandFailure.report {
            let location = try StoreLocation(Settings().text("store", commandLine: store, standard: "sqlite:mulligan.sqlite"))
            let opened = try location.open()
            let counts = try await opened.counts()
            await opened.close()
            print("\(location.path) is up to date: \(counts.failures) failures, \(counts.attempts) attempts, \(counts.outcomes) outcomes")
        }
    }
}
