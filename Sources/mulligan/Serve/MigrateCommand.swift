internal import ArgumentParser
internal import Foundation
import Remediation
internal import SQLStore

struct MigrateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Bring a store's schema up to date, or move everything from SQLite to PostgreSQL.",
        discussion: """
            Examples:
              mulligan migrate --store sqlite:/var/lib/mulligan/mulligan.sqlite
              mulligan migrate --from sqlite:/var/lib/mulligan/mulligan.sqlite --to postgres://mulligan@db.example/mulligan

            serve brings the schema up to date by itself. A move reads the file and fills an empty database; stop the services first. One
            that was interrupted goes on where it was when it is started again. In the end the rows of both are counted and hashed.
            """
    )

    @Option(help: "The store: sqlite:PATH or postgres://USER@HOST:PORT/DATABASE (MULLIGAN_STORE).")
    var store: String?

    @Option(help: "The store to move from: sqlite:PATH.")
    var from: String?

    @Option(help: "The store to move to: postgres://USER@HOST:PORT/DATABASE (MULLIGAN_MIGRATE_TO).")
    var to: String?

    func validate() throws {
        if from == nil, to != nil { throw ValidationError("--to needs --from: what is to be moved?") }
        if from != nil, store != nil { throw ValidationError("Give either --store, or --from and --to.") }
    }

    func run() async throws {
        try await CommandFailure.report {
            if let from { return try await move(from: from) }
            let location = try StoreLocation(Settings().text("store", commandLine: store, standard: "sqlite:mulligan.sqlite"))
            let opened = try await location.open()
            let counts = try await opened.counts()
            await opened.close()
            print("\(location) is up to date: \(counts.failures) failures, \(counts.attempts) attempts, \(counts.outcomes) outcomes")
        }
    }

    private func move(from: String) async throws {
        guard let destination = Settings().text("migrate_to", commandLine: to) else {
            throw RemediationError(.invalidInput, "is missing; name the database to move to: postgres://USER@HOST/DATABASE", field: "--to")
        }
        guard case .sqlite(let path) = try StoreLocation(from, field: "--from").place else {
            throw RemediationError(.invalidInput, "only an SQLite file can be moved; write sqlite:PATH", field: "--from")
        }
        guard FileManager.default.fileExists(atPath: path) else {
            throw RemediationError(.invalidInput, "there is no file \(path)", field: "--from")
        }
        guard case .postgres(let address) = try StoreLocation(destination, field: "--to").place else {
            throw RemediationError(.invalidInput, "a move goes to PostgreSQL; write postgres://USER@HOST:PORT/DATABASE", field: "--to")
        }
        let verified = try await StoreMover.move(from: path, to: address) { step in
            // Every tenth of a table, and its end.
            guard step.total > 0, step.rows == step.total || step.rows * 10 / step.total != (step.rows - 500) * 10 / step.total else {
                return
            }
            FileHandle.standardError.write(Data("\(step.table): \(step.rows) of \(step.total)\n".utf8))
        }
        print("moved \(path) to \(address); counted and hashed on both sides:")
        for table in verified {
            let name = table.table.padding(toLength: 20, withPad: " ", startingAt: 0)
            print("\(name) \(String(table.rows).padding(toLength: 10, withPad: " ", startingAt: 0)) \(table.hash)")
        }
    }
}
