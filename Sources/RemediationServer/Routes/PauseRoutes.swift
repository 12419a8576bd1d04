internal import HTTPTypes
internal import Hummingbird
internal import Remediation
internal import RemediationEngine

/// `/v1/pauses` and `/v1/outbox`: the switches that stop remediation, wholly or in part, and what else holds repairs back.
struct PauseRoutes: RouteGroup {
    let service: RemediationService
    let body: BodyReader
    let options: ServerOptions
    let metrics: ServerMetrics

    func add(to table: inout RouteTable) {
        table.on(.get, "/v1/outbox", use: status)
        table.on(.get, "/v1/pauses", use: list)
        table.on(.post, "/v1/pauses", use: pause)
        table.on(.post, "/v1/pauses/{id}/resume", use: resume)
    }

    @Sendable private func status(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        return try .json(try await service.outboxStatus())
    }

    @Sendable private func list(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        return try .json(Listing(items: try await service.store.pauses(), nextCursor: nil))
    }

    @Sendable private func pause(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        let asked = try await body.optionalJSON(PauseRequest.self, of: request, limit: options.smallBodyLimitBytes) ?? PauseRequest()
        let pause = try await service.pause(asked.scope, actor: context.actor(asked.decision.actor), reason: asked.decision.note)
        metrics.decided("pause")
        context.noteDecision("pause", actor: context.actor(asked.decision.actor), ["pauseId": pause.id])
        return try .json(pause)
    }

    @Sendable private func resume(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        let id = try context.pathParameter("id")
        let asked = try await body.optionalJSON(DecisionRequest.self, of: request, limit: options.smallBodyLimitBytes) ?? DecisionRequest()
        let pause = try await service.resume(pauseId: id, actor: context.actor(asked.actor), reason: asked.note)
        metrics.decided("resume")
        context.noteDecision("resume", actor: context.actor(asked.actor), ["pauseId": pause.id])
        return try .json(pause)
    }
}
