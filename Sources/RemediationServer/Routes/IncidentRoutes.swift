internal import HTTPTypes
internal import Hummingbird
internal import Remediation
internal import RemediationEngine

/// `/v1/incidents`.
struct IncidentRoutes: RouteGroup {
    let service: RemediationService
    let body: BodyReader
    let options: ServerOptions
    let metrics: ServerMetrics

    func add(to table: inout RouteTable) {
        table.on(.get, "/v1/incidents", use: list)
        table.on(.get, "/v1/incidents/{id}", use: show)
        table.on(.get, "/v1/incidents/{id}/steps", use: steps)
        table.on(.post, "/v1/incidents/{id}/close", use: close)
    }

    @Sendable private func list(_ request: Request, context: ServerContext) async throws -> Response {
        let query = try QueryParameters(request, known: ["open", "limit", "cursor"])
        let open = try query.text("open")
        guard [nil, "true", "false"].contains(open) else {
            throw RemediationError(.invalidInput, "must be true or false", field: "open")
        }
        let page = try await service.store.incidents(openOnly: open == "true", page: try query.page())
        return try .json(Listing(items: page.items, nextCursor: page.nextCursor))
    }

    @Sendable private func show(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        return try .json(try await incident(context))
    }

    /// The steps of playbooks that the incident has set off; there are as many as the policy names, so all are on one page.
    @Sendable private func steps(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        let incident = try await incident(context)
        return try .json(Listing(items: try await service.store.playbookSteps(ofIncident: incident.id), nextCursor: nil))
    }

    private func incident(_ context: ServerContext) async throws -> Incident {
        guard let incident = try await service.store.incident(id: try context.pathParameter("id")) else {
            throw RemediationError(.notFound, "no incident has this identifier; GET /v1/incidents lists them", field: "id")
        }
        return incident
    }

    @Sendable private func close(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        let id = try context.pathParameter("id")
        let asked = try await body.optionalJSON(DecisionRequest.self, of: request, limit: options.smallBodyLimitBytes) ?? DecisionRequest()
        let incident = try await service.monitor.close(id, actor: context.actor(asked.actor), reason: asked.note)
        service.outbox.wake()
        metrics.decided("close_incident")
        context.noteDecision("close_incident", actor: context.actor(asked.actor), ["incidentId": incident.id])
        return try .json(incident)
    }
}
