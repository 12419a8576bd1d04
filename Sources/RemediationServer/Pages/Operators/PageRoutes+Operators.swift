internal import HTTPTypes
internal import Hummingbird
internal import Remediation
internal import RemediationEngine

extension PageRoutes {
    /// Adds the pages of those who operate the service.
    func addOperators(to table: inout RouteTable) {
        table.on(.get, "/overview", use: overview)
        table.on(.get, "/deliveries", use: deliveries)
        table.on(.get, "/incidents", use: incidents)
        table.on(.get, "/policy", use: policy)
        table.on(.get, "/audit", use: audit)
        table.on(.post, "/pauses", use: pause)
        table.on(.post, "/pauses/{id}/resume", use: resume)
        table.on(.post, "/deliveries/{id}/retry", use: retry)
        table.on(.post, "/incidents/{id}/close", use: closeIncident)
        table.on(.post, "/decisions", use: decideMany)
        table.on(.get, "/events", use: events)
        table.on(.get, "/assets/live.js") { _, _ in Self.asset(Script.text, type: "text/javascript; charset=utf-8") }
    }

    @Sendable private func overview(_ request: Request, context: ServerContext) async throws -> Response {
        let now = clock.now()
        let hours = 24
        // What is drawn is of the finished minutes, which the watcher of incidents counts.
        let recent = try await service.store.failures(FailureFilter(), page: PageRequest(limit: PageRequest.largestLimit))
        let view = OverviewView(
            page: frame("Overview", request, context, section: .overview),
            counts: try await service.store.counts(),
            outbox: try await service.outboxStatus(),
            incidents: try await service.store.incidents(openOnly: true, page: PageRequest(limit: 20)).items,
            chart: TimelineChart(
                try await service.store.failureCounts(from: (now.minute / 60 - Int64(hours) + 1) * 60, through: now.minute),
                now: now,
                hours: hours
            ),
            savings: (service.savings(on: recent.items), recent.items.count),
            now: now
        )
        return try page("overview", view, request)
    }

    @Sendable private func deliveries(_ request: Request, context: ServerContext) async throws -> Response {
        let query = try ListingForm(request, known: ["state", "limit", "cursor"]).query
        let state = try query.text("state").map(DeliveryRoutes.state)
        let found = try await service.store.deliveries(in: state ?? .dead, ofRecommendation: nil, page: try query.page())
        let view = DeliveriesView(
            page: frame("Deliveries", request, context, section: .deliveries),
            state: state ?? .dead,
            found: found,
            outbox: try await service.outboxStatus(),
            counts: try await service.store.counts(),
            now: clock.now()
        )
        return try page("deliveries", view, request)
    }

    @Sendable private func incidents(_ request: Request, context: ServerContext) async throws -> Response {
        let query = try QueryParameters(request, known: ["limit", "cursor"])
        let found = try await service.store.incidents(openOnly: false, page: try query.page())
        var steps: [String: [PlaybookStep]] = [:]
        for incident in found.items { steps[incident.id] = try await service.store.playbookSteps(ofIncident: incident.id) }
        let view = IncidentsView(
            page: frame("Incidents", request, context, section: .incidents),
            found: found,
            steps: steps,
            now: clock.now()
        )
        return try page("incidents", view, request)
    }

    @Sendable private func policy(_ request: Request, context: ServerContext) async throws -> Response {
        let view = PolicyView(
            page: frame("Policy", request, context, section: .policy),
            policy: service.policy,
            spending: try await service.outboxStatus().spending,
            text: service.policyText
        )
        return try page("policy", view, request)
    }

    @Sendable private func audit(_ request: Request, context: ServerContext) async throws -> Response {
        let form = try ListingForm(request, known: AuditQuery.known)
        let filter = try AuditQuery.filter(form.query)
        let found = try await service.store.auditEntries(filter, page: try form.query.page())
        let view = AuditView(
            page: frame("Audit", request, context, section: .audit),
            filter: filter,
            found: found,
            older: form.older(at: "/audit", from: found.nextCursor)
        )
        return try page("audit", view, request)
    }
}
