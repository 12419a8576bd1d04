internal import FoundationEssentials
internal import Remediation

/// Slurm's REST API, version 0.0.38 (`slurmrestd` of 22.05).
struct SlurmREST: Sendable {
    private let base: String
    private let user: String
    private let token: SlurmOptions.TokenSource
    private let transport: HTTPTransport

    init(_ options: SlurmOptions, transport: HTTPTransport) throws(RemediationError) {
        guard let url = options.restURL, let token = options.restToken else {
            throw RemediationError(
                .invalidInput,
                "the REST mode of Slurm needs an address (http://HOST:6820) and a token (scontrol token username=USER)",
                field: options.restURL == nil ? "slurm.restURL" : "slurm.restToken"
            )
        }
        base = (url.hasSuffix("/") ? String(url.dropLast()) : url) + "/slurm/v0.0.38"
        user = options.restUser
        self.token = token
        self.transport = transport
    }

    /// What slurmrestd answers, as far as Mulligan reads it.
    private struct Answer<Job: Decodable>: Decodable {
        struct Fault: Decodable {
            var error: String?
            var description: String?
            var errorNumber: Int?

            enum CodingKeys: String, CodingKey {
                case error, description
                case errorNumber = "error_number"
            }
        }
        var errors: [Fault]?
        var jobs: [Job]?
        var jobId: Int?

        enum CodingKeys: String, CodingKey {
            case errors, jobs
            case jobId = "job_id"
        }
    }

    /// All jobs that the controller knows.
    func jobs() async throws(SchedulerError) -> [SlurmJob] {
        try await send(.get, "/jobs", nil, of: SlurmJob.REST.self).jobs?.map(SlurmJob.init(rest:)) ?? []
    }

    /// What a job asked for; nil when the controller no longer knows it.
    func shape(of jobId: Int) async throws(SchedulerError) -> SlurmShape? {
        // Of an array's own number all its tasks come.
        try await send(.get, "/job/\(jobId)", nil, of: SlurmShape.self).jobs?.first { $0.jobId == jobId }
    }

    /// Changes `settings` of a waiting job; by the number of an array, of all its tasks.
    func update(_ jobId: Int, _ settings: [String: JSONValue]) async throws(SchedulerError) {
        _ = try await send(.post, "/job/\(jobId)", .object(settings), of: SlurmJob.REST.self)
    }

    /// Submits a job; returns its number.
    func submit(_ job: [String: JSONValue], script: String) async throws(SchedulerError) -> Int {
        let request = JSONValue.object(["job": .object(job), "script": .string(script)])
        let answer = try await send(.post, "/job/submit", request, of: SlurmJob.REST.self)
        guard let jobId = answer.jobId, jobId > 0 else {
            throw SchedulerError("slurmrestd took the job but did not say its number; look for it with squeue", isTransient: false)
        }
        return jobId
    }

    private func send<Job: Decodable>(
        _ method: OutboundRequest.Method,
        _ path: String,
        _ body: JSONValue?,
        of job: Job.Type
    ) async throws(SchedulerError) -> Answer<Job> {
        var request = OutboundRequest(method, base + path)
        request.headers = ["X-SLURM-USER-NAME": user, "X-SLURM-USER-TOKEN": try tokenText(), "Accept": "application/json"]
        if let body {
            request.headers["Content-Type"] = "application/json"
            guard let data = try? JSONEncoder().encode(body) else {
                throw SchedulerError("the request to slurmrestd cannot be written as JSON", isTransient: false)
            }
            request.body = Array(data)
        }
        let response = try await transport.send(request)
        if response.status == 401 || response.status == 403 {
            throw SchedulerError("slurmrestd answered \(response.status): the token is wrong or has run out; renew it", isTransient: true)
        }
        guard !response.isTruncated, let answer = try? JSONDecoder().decode(Answer<Job>.self, from: Data(response.body)) else {
            throw SchedulerError(
                "slurmrestd answered \(response.status) with something that is not API 0.0.38; check the address and `slurmrestd -s openapi/v0.0.38`",
                isTransient: response.isTransient || response.isTruncated
            )
        }
        // slurmrestd also answers 200 with errors inside; beside the number of a job that was taken they are remarks.
        if let fault = answer.errors?.last, (answer.jobId ?? 0) == 0 {
            let words = (answer.errors ?? []).compactMap { $0.error ?? $0.description }.joined(separator: ": ")
            if fault.errorNumber == Self.invalidJobId || words.contains("Invalid job id") {
                return Answer(errors: nil, jobs: [], jobId: nil)
            }
            let (isTransient, remedy) = SlurmFault.judge(words)
            throw SchedulerError("slurmrestd: \(words.prefix(300))\(remedy)", isTransient: isTransient)
        }
        guard response.isSuccess else {
            throw SchedulerError("slurmrestd answered \(response.status)", isTransient: response.isTransient)
        }
        return answer
    }

    private static let invalidJobId = 2017

    private func tokenText() throws(SchedulerError) -> String {
        switch token {
        case .token(let secret): return secret.text
        case .file(let path):
            do {
                return try Secret(file: path).text
            } catch {
                throw SchedulerError(error.message, isTransient: true)
            }
        }
    }
}

extension SlurmREST: SlurmLookup {
    func job(_ id: String) async throws(SchedulerError) -> SlurmJob? {
        let parts = id.split(separator: "_", omittingEmptySubsequences: false).map { Int($0) }
        switch (parts.count, parts.first ?? nil, parts.last ?? nil) {
        case (1, let jobId?, _):
            return try await send(.get, "/job/\(jobId)", nil, of: SlurmJob.REST.self).jobs?.first.map(SlurmJob.init(rest:))
        case (2, let array?, let task?):
            return try await send(.get, "/jobs", nil, of: SlurmJob.REST.self).jobs?
                .first { $0.arrayJobId == array && $0.arrayTaskId == task }.map(SlurmJob.init(rest:))
        default:
            throw SchedulerError("runId \"\(id.prefix(40))\" is not a Slurm job: write its number, or ARRAY_TASK", isTransient: false)
        }
    }
}
