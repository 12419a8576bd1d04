internal import HTTPTypes
internal import Hummingbird
internal import Remediation
internal import RemediationEngine

/// `/v1/attempts`, `/v1/advice`, `/v1/plans` and `/v1/jobs`: what is learnt, and what is asked before a run.
struct HistoryRoutes: RouteGroup {
    let service: RemediationService
    let body: BodyReader
    let options: ServerOptions

    func add(to table: inout RouteTable) {
        table.on(.post, "/v1/attempts", use: record)
        table.on(.post, "/v1/advice", use: advise)
        table.on(.post, "/v1/plans", use: plan)
        table.on(.get, "/v1/jobs/{job}/configuration", use: configuration)
    }

    @Sendable private func record(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        let key = try request.idempotencyKey()
        let attempt = try await body.json(Attempt.self, of: request, limit: options.smallBodyLimitBytes)
        let isNew = try await service.record(attempt, idempotencyKey: key)
        var response = try Response.json(RecordedAttempt(recorded: isNew), status: isNew ? .created : .ok)
        if !isNew { response.headers[.idempotencyReplayed] = "true" }
        return response
    }

    @Sendable private func advise(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        let question = try await body.json(AdviceRequest.self, of: request, limit: options.smallBodyLimitBytes)
        return try .json(service.advise(question))
    }

    @Sendable private func plan(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        let question = try await body.json(FleetPlanRequest.self, of: request, limit: options.bodyLimitBytes)
        return try .json(service.plan(question))
    }

    @Sendable private func configuration(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        guard let answer = try await service.configuration(ofJob: try context.pathParameter("job")) else {
            throw RemediationError(.notFound, "nothing is known of this job; post its attempts to /v1/attempts first", field: "job")
        }
        return try .json(answer)
    }
}
