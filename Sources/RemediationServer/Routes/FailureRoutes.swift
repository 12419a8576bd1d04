internal import HTTPTypes
internal import Hummingbird
internal import Remediation
internal import RemediationEngine

/// `/v1/failures` and `/v1/classify`.
struct FailureRoutes: RouteGroup {
    let service: RemediationService
    let body: BodyReader
    let options: ServerOptions
    let metrics: ServerMetrics

    func add(to table: inout RouteTable) {
        table.on(.post, "/v1/failures", use: post)
        table.on(.get, "/v1/failures", use: list)
        table.on(.get, "/v1/failures/{id}", use: show)
        table.on(.post, "/v1/classify", use: classify)
    }

    @Sendable private func post(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        let key = try request.idempotencyKey()
        let failure = try await body.json(JobFailure.self, of: request, limit: options.bodyLimitBytes)
        await Stage.end()
        let acceptance = try await service.post(failure, idempotencyKey: key)
        if acceptance.isNew { metrics.failureReceived(acceptance.record) }
        var response = try Response.json(AcceptedFailure(acceptance), status: acceptance.isNew ? .created : .ok)
        response.headers[.location] = "/v1/failures/\(PercentCoding.encode(acceptance.record.id))"
        if !acceptance.isNew { response.headers[.idempotencyReplayed] = "true" }
        return response
    }

    @Sendable private func list(_ request: Request, context: ServerContext) async throws -> Response {
        let query = try QueryParameters(request, known: QueryParameters.listing)
        let page = try await service.store.failures(try query.filter(), page: try query.page())
        return try .json(Listing(items: page.items.map(FailureSummary.init), nextCursor: page.nextCursor))
    }

    @Sendable private func show(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        guard let record = try await service.store.failure(id: try context.pathParameter("id")) else {
            throw RemediationError(.notFound, "no failure has this identifier; GET /v1/failures lists them", field: "id")
        }
        return try .json(record)
    }

    @Sendable private func classify(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        let question = try await body.json(ClassifyRequest.self, of: request, limit: options.bodyLimitBytes)
        return try .json(ClassifyAnswer(id: question.id, classification: service.classify(question.evidence)))
    }
}
