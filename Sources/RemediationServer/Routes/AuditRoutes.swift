internal import HTTPTypes
internal import Hummingbird
internal import Remediation
internal import RemediationEngine

/// `/v1/audit`.
struct AuditRoutes: RouteGroup {
    let service: RemediationService

    func add(to table: inout RouteTable) {
        table.on(.get, "/v1/audit", use: list)
    }

    @Sendable private func list(_ request: Request, context: ServerContext) async throws -> Response {
        let query = try QueryParameters(request, known: AuditQuery.known)
        let page = try await service.store.auditEntries(try AuditQuery.filter(query), page: try query.page())
        return try .json(Listing(items: page.items, nextCursor: page.nextCursor))
    }
}

/// The filter of an audit listing, from a query.
enum AuditQuery {
    static let known = ["kind", "subject", "actor", "limit", "cursor"]

    /// The filter that `kind`, `subject` and `actor` ask for.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the parameter.
    static func filter(_ query: QueryParameters) throws(RemediationError) -> AuditFilter {
        AuditFilter(
            kind: try query.text("kind", limit: 64).map { AuditEvent.Kind(rawValue: $0) },
            subject: try query.text("subject"),
            actor: try query.text("actor")
        )
    }
}
