package import Remediation

extension PostgresStore {
    private static let findingOpen = PostgresStatement(
        "open incident",
        "SELECT id, body FROM incidents WHERE dimension = $1 AND value = $2 AND NOT closed"
    )
    private static let insertingIncident = PostgresStatement(
        "insert incident",
        "INSERT INTO incidents (id, dimension, value, closed, body) VALUES ($1, $2, $3, false, $4)"
    )

    package func open(
        _ incident: Incident,
        holding pause: Pause?,
        steps: [PlaybookStep]
    ) async throws(RemediationError) -> (incident: Incident, isNew: Bool) {
        let body = try RowCoding.encodeChecked(incident)
        return try await transaction { connection in
            // Before anything else, and so no two processes open the same incident.
            try Self.takeTurn(connection)
            try Self.lockAuditEnd(connection)
            let value = PostgresValue.words(incident.value)
            if let row = try connection.run(Self.findingOpen(.text(incident.dimension.rawValue), value)).first {
                return (try RowCoding.decode(Incident.self, from: row.data(1), row: row.text(0)), false)
            }
            try connection.run(Self.insertingIncident(.text(incident.id), .text(incident.dimension.rawValue), value, .bytes(body)))
            try Self.append(connection, .opened(incident))
            if let pause { try Self.insert(connection, pause) }
            for step in steps { try Self.insert(connection, step) }
            return (incident, true)
        }
    }

    private static let findingIncident = PostgresStatement("incident", "SELECT body FROM incidents WHERE id = $1")
    private static let closingIncident = PostgresStatement(
        "close incident",
        "UPDATE incidents SET closed = true, body = $2 WHERE id = $1"
    )

    package func close(
        incidentId: String,
        actor: String,
        reason: String?,
        at now: Timestamp,
        spreadSeconds: Double
    ) async throws(RemediationError) -> Incident {
        try await transaction { connection in
            try Self.takeTurn(connection)
            try Self.lockAuditEnd(connection)
            guard let row = try connection.run(Self.findingIncident(.words(incidentId))).first else {
                throw RemediationError(.notFound, "no incident has this identifier; GET /v1/incidents lists them", field: "id")
            }
            var incident = try RowCoding.decode(Incident.self, from: row.data(0), row: incidentId)
            guard incident.isOpen else { return incident }
            incident.closedAt = now
            incident.closedBy = actor
            try connection.run(Self.closingIncident(.text(incidentId), .bytes(try RowCoding.encode(incident))))
            let pauses = try Self.fetchPauses(connection).filter { $0.incidentId == incidentId }
            for pause in pauses { try Self.lift(connection, pause, at: now, spreadSeconds: spreadSeconds) }
            try Self.append(connection, .closed(incident, actor: actor, reason: reason, at: now))
            for pause in pauses { try Self.append(connection, .resumed(pause, actor: actor, reason: reason, at: now)) }
            return incident
        }
    }

    package func incidents(openOnly: Bool, page: PageRequest) async throws(RemediationError) -> Page<Incident> {
        var conditions = PostgresConditions()
        if openOnly { conditions.require("closed =", .bool(false), as: "boolean") }
        conditions.require("id <", page.cursor)
        let request = conditions.request("incidents", "SELECT id, body FROM incidents", order: "id DESC", limit: page.limit + 1)
        let rows = try await read(request) { rows in rows.map { (id: $0.text(0), body: $0.data(1)) } }
        var items: [Incident] = []
        for row in rows.prefix(page.limit) { items.append(try RowCoding.decode(Incident.self, from: row.body, row: row.id)) }
        return Page(items: items, nextCursor: rows.count > page.limit ? items.last?.id : nil)
    }

    package func incident(id: String) async throws(RemediationError) -> Incident? {
        guard let body = try await read(Self.findingIncident(.words(id)), { $0.first?.data(0) }) else { return nil }
        return try RowCoding.decode(Incident.self, from: body, row: id)
    }
}
