internal import ArgumentParser
internal import Foundation
import Remediation

struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Lift pauses, so that their repairs go on their way; without an identifier, say what is paused.",
        discussion: """
            Examples:
              mulligan resume                        # lists what is paused
              mulligan resume --all --note "storage is back"
              mulligan resume 01k9x0c6m2v3n4p5q6r7s8t9va
            """
    )

    @Argument(help: "The pauses' identifiers.")
    var ids: [String] = []

    @Flag(help: "Lift every pause that an operator set; those of incidents end with them.")
    var all = false

    @Option(help: "Why; kept in the audit log.")
    var note: String?

    @OptionGroup var service: ServiceAddress

    func run() async throws {
        try await CommandFailure.report {
            let pauses = try JSONDecoder().decode(Listing.self, from: try await service.get("/v1/pauses")).items
            let chosen = all ? pauses.filter { $0.incidentId == nil }.map(\.id) : ids
            if chosen.isEmpty {
                print(pauses.isEmpty ? "nothing is paused" : pauses.map { "\($0.id)  \($0.waitReason)" }.joined(separator: "\n"))
                if !pauses.isEmpty, !all { CommandFailure.note("nothing was lifted; give identifiers, or --all") }
            }
            for id in chosen {
                let answer = try await service.post("/v1/pauses/\(id)/resume", service.decision(note: note))
                print("resumed: \(try JSONDecoder().decode(Pause.self, from: answer).scope.summary)")
            }
        }
    }

    private struct Listing: Decodable {
        var items: [Pause]
    }
}
