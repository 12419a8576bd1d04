internal import ArgumentParser
internal import Foundation
internal import Logging
import Remediation
internal import RemediationServer

struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the service: take failed jobs, recommend, apply, learn.",
        discussion: """
            Examples:
              mulligan serve
              mulligan serve --port 0 --store sqlite:/var/lib/mulligan/mulligan.sqlite
              MULLIGAN_STORE=postgres://mulligan@db.example/mulligan mulligan serve
              mulligan serve --policy policy.yaml          # docs/policy.md says what it may hold
              mulligan serve --host 0.0.0.0 --tls-certificate cert.pem --tls-key key.pem   # after: mulligan tokens create

            On this machine alone it is open to everybody; elsewhere, and behind a proxy, every caller needs a token (docs/authentication.md).

            Every option can come from the environment as MULLIGAN_HOST, MULLIGAN_STORE and so on; the command line wins. One that may be
            repeated is a list there, with commas.
            A password in --store would be there for everybody to read in the list of processes: write it into MULLIGAN_STORE or ~/.pgpass.
            The first line printed says the address. SIGTERM or Ctrl-C drains and exits.
            """
    )

    @Option(help: "The address to listen on (MULLIGAN_HOST).")
    var host: String?

    @Option(help: "The port; 0 picks a free one (MULLIGAN_PORT).")
    var port: Int?

    @Option(help: "Where everything is kept: sqlite:PATH or postgres://USER@HOST:PORT/DATABASE (MULLIGAN_STORE).")
    var store: String?

    @Option(help: "How much to log: trace, debug, info, notice, warning, error (MULLIGAN_LOG_LEVEL).")
    var logLevel: String?

    @OptionGroup var access: AccessOptions

    @OptionGroup var parts: DecisionParts

    @OptionGroup var refitting: RefitOptions

    private static let ports = 0...65_535

    func validate() throws {
        if let port, !Self.ports.contains(port) { throw ValidationError("--port must be from 0 to 65535.") }
    }

    func run() async throws {
        try await CommandFailure.report {
            Allocator.giveBackInBackground()
            let settings = Settings()
            let levelName = settings.text("log_level", commandLine: logLevel, standard: "info")
            guard let level = Logger.Level(rawValue: levelName) else {
                throw RemediationError(
                    .invalidInput,
                    "\"\(levelName)\" is not a level; use trace, debug, info, notice, warning or error",
                    field: "--log-level"
                )
            }
            let composition = Composition(
                host: settings.text("host", commandLine: host, standard: "127.0.0.1"),
                port: try settings.integer("port", commandLine: port, in: Self.ports, standard: 8484),
                store: try StoreLocation(settings.text("store", commandLine: store, standard: "sqlite:mulligan.sqlite")),
                decision: try parts.load(),
                settings: settings,
                access: access,
                trainingData: refitting.named,
                logLevel: level
            )
            try await composition.run()
        }
    }
}
