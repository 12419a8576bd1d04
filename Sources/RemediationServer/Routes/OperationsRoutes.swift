internal import CoreMetrics
internal import HTTPTypes
internal import Hummingbird
internal import Remediation
internal import RemediationEngine

/// What machines that look after the service ask: health, readiness, metrics, the contract.
struct OperationsRoutes: RouteGroup {
    let service: RemediationService
    let metrics: PrometheusMetrics
    let version: String

    func add(to table: inout RouteTable) {
        table.on(.get, "/healthz", use: health)
        table.on(.get, "/readyz", use: readiness)
        table.on(.get, "/metrics", use: exposition)
        table.on(.get, "/openapi.yaml") { request, _ in
            _ = try QueryParameters(request)
            return .text(OpenAPIDocument.text, type: "application/yaml; charset=utf-8")
        }
    }

    @Sendable private func health(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        return try .json(Health(status: "ok", version: version))
    }

    @Sendable private func readiness(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        let status = await service.status()
        return try .json(Readiness(status), status: status.isReady ? .ok : .serviceUnavailable)
    }

    @Sendable private func exposition(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        let status = await service.status()
        gauge("mulligan_store_up", status.storeError == nil ? 1 : 0)
        gauge("mulligan_rules_loaded", Double(status.rules.count))
        gauge("mulligan_rules_refused", status.rules.lastReloadError == nil ? 0 : 1)
        gauge("mulligan_model_loaded", status.modelVersion.isEmpty ? 0 : 1)
        gauge("mulligan_build_info", 1, [("version", version)])
        // A scrape of a store that is down must still say that it is down.
        if let counts = try? await service.store.counts() {
            gauge("mulligan_failures_stored", Double(counts.failures))
            gauge("mulligan_attempts_stored", Double(counts.attempts))
            gauge("mulligan_outcomes_stored", Double(counts.outcomes))
            for state in RecommendationState.allCases {
                gauge("mulligan_recommendations", Double(counts.recommendationsByState[state.rawValue] ?? 0), [("state", state.rawValue)])
            }
            for state in Delivery.State.allCases {
                gauge("mulligan_deliveries", Double(counts.deliveriesByState[state.rawValue] ?? 0), [("state", state.rawValue)])
            }
        }
        if let outbox = try? await service.outboxStatus() {
            gauge("mulligan_pauses", Double(outbox.pauses.count))
            gauge("mulligan_retry_budget_tokens", outbox.tokens)
            gauge("mulligan_retry_budget_burst", outbox.budget.burst)
            if let spending = outbox.spending {
                gauge("mulligan_day_budget_usd", spending.mostUSD)
                gauge("mulligan_day_spending_usd", spending.spentUSD)
            }
            for circuit in outbox.circuits {
                gauge("mulligan_circuit_open", circuit.state == .closed ? 0 : 1, [("target", circuit.target)])
            }
        }
        if let open = try? await service.store.incidents(openOnly: true, page: PageRequest(limit: PageRequest.largestLimit)) {
            for dimension in Incident.Dimension.allCases {
                let number = open.items.count { $0.dimension == dimension }
                gauge("mulligan_incidents_open", Double(number), [("dimension", dimension.rawValue)])
            }
        }
        ProcessMetrics.record(in: metrics)
        return .text(metrics.exposition(), type: "text/plain; version=0.0.4; charset=utf-8")
    }

    private func gauge(_ label: String, _ value: Double, _ dimensions: [(String, String)] = []) {
        metrics.makeMeter(label: label, dimensions: dimensions).set(value)
    }
}
