internal import ArgumentParser
internal import Foundation
import Remediation

struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Stop remediation at once: everything, or a class, a job, an engine, a workflow.",
        discussion: """
            What is paused is still classified and recommended; its repairs wait in the outbox until `mulligan resume --all`
            or its identifier lifts that. Where the poster makes the retry, the answer leaves it to an operator.

            Examples:
              mulligan pause --note "storage is down"
              mulligan pause --class 'network.*' --note "firewall change"
              mulligan pause --job 'nightly-*'
              mulligan pause --label queue=long
            """
    )

    @Option(name: .customLong("class"), help: "A failure class or a pattern of classes: memory.*.")
    var failureClass: String?

    @Option(help: "A job's name or a pattern of names: nightly-*.")
    var job: String?

    @Option(help: "An engine.")
    var engine: String?

    @Option(help: "NAME=VALUE, a label that the jobs bear; may be given more than once.")
    var label: [String] = []

    @Option(help: "Why; kept in the audit log.")
    var note: String?

    @OptionGroup var service: ServiceAddress

    func run() async throws {
        try await CommandFailure.report {
            var scope: [String: Any] = [:]
            scope["class"] = failureClass
            scope["job"] = job
            scope["engine"] = engine
            if !label.isEmpty { scope["labels"] = try Labels.parse(label, field: "--label") }
            var body = service.decision(note: note)
            body["scope"] = scope
            let pause = try JSONDecoder().decode(Pause.self, from: try await service.post("/v1/pauses", body))
            print("paused: \(pause.scope.summary) (\(pause.id))")
        }
    }
}
