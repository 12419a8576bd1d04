internal import ArgumentParser
internal import Foundation
import Remediation
internal import SchedulerClients

struct SubmitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "submit",
        abstract: "Post a failed job to the service and show what it recommends.",
        discussion: """
            Examples:
              mulligan submit docs/examples/slurm-oom.json
              mulligan submit - < failure.json
              mulligan submit --log job.log failure.json     # the log from a file of its own
              mulligan submit --json failure.json | jq .recommendation.target
              MULLIGAN_TOKEN=mgn_... mulligan submit --url https://mulligan.example:8484 failure.json
            """
    )

    @Argument(help: "The failure as JSON, as POST /v1/failures takes it; - for standard input.")
    var file: String

    @Option(help: "A file with the log, instead of the one in the JSON.")
    var log: String?

    @Option(help: "The service's address (MULLIGAN_URL).")
    var url: String?

    @Option(help: "The same key twice makes one failure.")
    var idempotencyKey: String?

    @Flag(help: "Print the service's answer as it is.")
    var json = false

    func run() async throws {
        try await CommandFailure.report {
            let failure = try FailureFile.read(file, log: log)
            let base = Settings().text("url", commandLine: url, standard: "http://127.0.0.1:8484")
            let answer = try await ServiceClient(baseURL: base, token: Settings().secret("token")).post(
                failure,
                idempotencyKey: idempotencyKey
            )
            if json {
                FileHandle.standardOutput.write(answer + Data("\n".utf8))
            } else {
                let record = try JSONDecoder().decode(FailureAnswer.self, from: answer)
                print(RecommendationText.lines(record.classification, record.recommendation).joined(separator: "\n"))
                print("page            \(base)/failures/\(record.id)")
            }
        }
    }

    /// The parts of the service's answer that are shown.
    private struct FailureAnswer: Decodable {
        var id: String
        var classification: Classification
        var recommendation: Recommendation
    }
}
