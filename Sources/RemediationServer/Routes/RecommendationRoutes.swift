internal import HTTPTypes
internal import Hummingbird
internal import Remediation
internal import RemediationEngine

/// `/v1/recommendations`.
struct RecommendationRoutes: RouteGroup {
    let service: RemediationService
    let body: BodyReader
    let options: ServerOptions
    let metrics: ServerMetrics

    func add(to table: inout RouteTable) {
        table.on(.get, "/v1/recommendations", use: list)
        table.on(.get, "/v1/recommendations/{id}", use: show)
        table.on(.post, "/v1/recommendations/{id}/approve", use: approve)
        table.on(.post, "/v1/recommendations/{id}/reject", use: reject)
        table.on(.post, "/v1/recommendations/{id}/override", use: override)
    }

    @Sendable private func list(_ request: Request, context: ServerContext) async throws -> Response {
        let query = try QueryParameters(request, known: QueryParameters.listing)
        let page = try await service.store.recommendations(try query.filter(), page: try query.page())
        return try .json(Listing(items: page.items, nextCursor: page.nextCursor))
    }

    @Sendable private func show(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        guard let recommendation = try await service.store.recommendation(id: try context.pathParameter("id")) else {
            throw RemediationError(.notFound, "no recommendation has this identifier; GET /v1/recommendations lists them", field: "id")
        }
        return try .json(recommendation)
    }

    @Sendable private func approve(_ request: Request, context: ServerContext) async throws -> Response {
        let (id, decision) = try await decision(request, context)
        let changed = try await service.approve(recommendation: id, actor: context.actor(decision.actor), note: decision.note)
        metrics.decided("approve")
        context.noteDecision("approve", actor: context.actor(decision.actor), changed)
        return try .json(changed)
    }

    @Sendable private func reject(_ request: Request, context: ServerContext) async throws -> Response {
        let (id, decision) = try await decision(request, context)
        let changed = try await service.reject(recommendation: id, actor: context.actor(decision.actor), note: decision.note)
        metrics.decided("reject")
        context.noteDecision("reject", actor: context.actor(decision.actor), changed)
        return try .json(changed)
    }

    @Sendable private func override(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        let id = try context.pathParameter("id")
        let override = try await body.json(OverrideRequest.self, of: request, limit: options.smallBodyLimitBytes)
        let decision = override.decision
        let changed = try await service.override(
            recommendation: id,
            target: override.target,
            actor: context.actor(decision.actor),
            note: decision.note
        )
        metrics.decided("override")
        context.noteDecision("override", actor: context.actor(decision.actor), changed)
        return try .json(changed)
    }

    private func decision(_ request: Request, _ context: ServerContext) async throws -> (String, DecisionRequest) {
        _ = try QueryParameters(request)
        let id = try context.pathParameter("id")
        let decision = try await body.optionalJSON(DecisionRequest.self, of: request, limit: options.smallBodyLimitBytes)
        return (id, decision ?? DecisionRequest())
    }
}
