import Hummingbird
import Logging

/// A failed attempt, as the service's `POST /v1/failures` takes it.
struct Failure: Decodable {
    struct Resources: Decodable {
        var memoryBytes: Int64
        var cpus: Double?
        var timeLimitSeconds: Double?
    }

    var job: String
    var runId: String
    var attempt: Int
    var engine: String
    var schedulerState: String?
    var exitCode: Int?
    var signal: Int?
    var log: String
    var resources: Resources
    var runSeconds: Double?
    var inputBytes: Int64?
    var labels: [String: String]?
}

/// What it answers.
struct Answer: ResponseEncodable {
    var id: String
    var lines: Int
}

/// Serves one route at the port that its argument names.
@main
struct Ceiling {
    static func main() async throws {
        let router = Router()
        router.post("/v1/failures") { request, context in
            let failure = try await request.decode(as: Failure.self, context: context)
            return Answer(id: failure.runId, lines: failure.log.utf8.count { $0 == 10 })
        }
        var logger = Logger(label: "ceiling")
        logger.logLevel = .error
        let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 8499
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: port), backlog: 1_024),
            logger: logger
        )
        try await application.runService()
    }
}
