internal import HTTPTypes

/// The one table of who may use what: every route with the least role that it takes.
///
/// A route that is missing here is open to administrators alone, and fails the tests.
enum RouteAccess {
    /// The access by `METHOD /template`.
    static let table: [String: Access] = [
        // Failures and what is decided about them.
        "POST /v1/failures": .scheduler,
        "GET /v1/failures": .viewer,
        "GET /v1/failures/{id}": .viewer,
        "POST /v1/classify": .anyRole,
        "GET /v1/recommendations": .viewer,
        // Whoever posted a failure asks here what became of it.
        "GET /v1/recommendations/{id}": .anyRole,
        "POST /v1/recommendations/{id}/approve": .operator,
        "POST /v1/recommendations/{id}/reject": .operator,
        "POST /v1/recommendations/{id}/override": .operator,
        // History and advice.
        "POST /v1/attempts": .scheduler,
        "POST /v1/advice": .anyRole,
        "POST /v1/plans": .anyRole,
        "GET /v1/jobs/{job}/configuration": .anyRole,
        "POST /hooks/{name}": .hook,
        // What holds repairs back, and what was done.
        "GET /v1/audit": .viewer,
        "GET /v1/deliveries": .viewer,
        "GET /v1/deliveries/{id}": .viewer,
        "POST /v1/deliveries/{id}/retry": .operator,
        "GET /v1/outbox": .viewer,
        "GET /v1/incidents": .viewer,
        "GET /v1/incidents/{id}": .viewer,
        "GET /v1/incidents/{id}/steps": .viewer,
        "POST /v1/incidents/{id}/close": .operator,
        "GET /v1/pauses": .viewer,
        "POST /v1/pauses": .operator,
        "POST /v1/pauses/{id}/resume": .operator,
        // Machines that look after the service. Probes and load balancers have no token.
        "GET /healthz": .open,
        "GET /readyz": .open,
        "GET /openapi.yaml": .open,
        "GET /metrics": .viewer,
        // The operators' pages.
        "GET /sign-in": .open,
        "POST /sign-in": .open.form,
        "POST /sign-out": .open.form,
        "GET /": .viewer,
        "GET /failures/{id}": .viewer,
        "GET /failures/{id}/log": .viewer,
        "POST /failures/{id}/decision": .operator.form,
        "GET /jobs/{job}": .viewer,
        "GET /rules": .viewer,
        "GET /model": .viewer,
        "GET /overview": .viewer,
        "GET /deliveries": .viewer,
        "GET /incidents": .viewer,
        "GET /policy": .viewer,
        "GET /audit": .viewer,
        "GET /events": .viewer,
        "POST /decisions": .operator.form,
        "POST /pauses": .operator.form,
        "POST /pauses/{id}/resume": .operator.form,
        "POST /deliveries/{id}/retry": .operator.form,
        "POST /incidents/{id}/close": .operator.form,
        "GET /assets/style.css": .open,
        "GET /assets/live.js": .open,
        "GET /assets/icon.svg": .open,
    ]

    /// The access of a route; administrators' for one that the table lacks.
    static func of(_ entry: RouteTable.Entry) -> Access {
        table["\(entry.method.rawValue) \(entry.template)"] ?? .admin
    }
}
