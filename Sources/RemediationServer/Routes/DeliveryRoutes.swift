internal import HTTPTypes
internal import Hummingbird
internal import Remediation
internal import RemediationEngine

/// `/v1/deliveries`: the outbox, dead letters included.
struct DeliveryRoutes: RouteGroup {
    let service: RemediationService
    let body: BodyReader
    let options: ServerOptions
    let metrics: ServerMetrics

    func add(to table: inout RouteTable) {
        table.on(.get, "/v1/deliveries", use: list)
        table.on(.get, "/v1/deliveries/{id}", use: show)
        table.on(.post, "/v1/deliveries/{id}/retry", use: retry)
    }

    @Sendable private func list(_ request: Request, context: ServerContext) async throws -> Response {
        let query = try QueryParameters(request, known: ["state", "recommendationId", "limit", "cursor"])
        let page = try await service.store.deliveries(
            in: try query.text("state").map(Self.state),
            ofRecommendation: try query.text("recommendationId", limit: 64),
            page: try query.page()
        )
        return try .json(Listing(items: page.items, nextCursor: page.nextCursor))
    }

    @Sendable private func show(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        guard let delivery = try await service.store.delivery(id: try context.pathParameter("id")) else {
            throw RemediationError(.notFound, "no delivery has this identifier; GET /v1/deliveries lists them", field: "id")
        }
        return try .json(delivery)
    }

    @Sendable private func retry(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        let id = try context.pathParameter("id")
        let asked = try await body.optionalJSON(DecisionRequest.self, of: request, limit: options.smallBodyLimitBytes) ?? DecisionRequest()
        let delivery = try await service.redeliver(deliveryId: id, actor: context.actor(asked.actor), reason: asked.note)
        metrics.decided("retry")
        context.noteDecision("retry", actor: context.actor(asked.actor), delivery.identifiers)
        return try .json(delivery)
    }

    /// The state with this name.
    ///
    /// - Throws: `RemediationError.invalidInput` that lists the states.
    static func state(_ name: String) throws(RemediationError) -> Delivery.State {
        guard let state = Delivery.State(rawValue: name) else {
            let known = Delivery.State.allCases.map(\.rawValue).joined(separator: ", ")
            throw RemediationError(.invalidInput, "is not a state of a delivery; the states are \(known)", field: "state")
        }
        return state
    }
}
