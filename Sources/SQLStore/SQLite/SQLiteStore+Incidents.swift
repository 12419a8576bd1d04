internal import FoundationEssentials
internal import GRDB
package import Remediation

extension SQLiteStore {
    package func open(
        _ incident: Incident,
        holding pause: Pause?,
        steps: [PlaybookStep]
    ) async throws(RemediationError) -> (incident: Incident, isNew: Bool) {
        let body = try RowCoding.encodeChecked(incident)
        let pauseBody: Data? = if let pause { try RowCoding.encodeChecked(pause) } else { nil }
        let key: String? = if let pause { try RowCoding.pauseKey(pause) } else { nil }
        return try await writer.write { db in
            let present = try db.cachedStatement(sql: "SELECT id, body FROM incidents WHERE dimension = ? AND value = ? AND closed = 0")
            if let row = try Row.fetchOne(present, arguments: [incident.dimension.rawValue, incident.value]) {
                return (try RowCoding.decode(Incident.self, from: row[1], row: row[0]), false)
            }
            try db.cachedStatement(sql: "INSERT INTO incidents (id, dimension, value, closed, body) VALUES (?, ?, ?, 0, CAST(? AS TEXT))")
                .execute(arguments: [incident.id, incident.dimension.rawValue, incident.value, body])
            try Self.append(db, .opened(incident))
            if let pause, let key, let pauseBody {
                try db.cachedStatement(sql: "INSERT INTO pauses (id, key, body) VALUES (?, ?, CAST(? AS TEXT))")
                    .execute(arguments: [pause.id, key, pauseBody])
                try Self.append(db, .paused(pause))
            }
            for step in steps { try Self.insert(db, step) }
            return (incident, true)
        }
    }

    package func close(
        incidentId: String,
        actor: String,
        reason: String?,
        at now: Timestamp,
        spreadSeconds: Double
    ) async throws(RemediationError) -> Incident {
        try await writer.write { db in
            guard var incident = try Self.fetchIncident(db, id: incidentId) else {
                throw RemediationError(.notFound, "no incident has this identifier; GET /v1/incidents lists them", field: "id")
            }
            guard incident.isOpen else { return incident }
            incident.closedAt = now
            incident.closedBy = actor
            try db.cachedStatement(sql: "UPDATE incidents SET closed = 1, body = CAST(? AS TEXT) WHERE id = ?")
                .execute(arguments: [try RowCoding.encode(incident), incidentId])
            try Self.append(db, .closed(incident, actor: actor, reason: reason, at: now))
            for pause in try Self.fetchPauses(db) where pause.incidentId == incidentId {
                try Self.lift(db, pause, actor: actor, reason: reason, at: now, spreadSeconds: spreadSeconds)
            }
            return incident
        }
    }

    package func incidents(openOnly: Bool, page: PageRequest) async throws(RemediationError) -> Page<Incident> {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        if openOnly { conditions.append("closed = 0") }
        if let cursor = page.cursor {
            conditions.append("id < ?")
            arguments += [cursor]
        }
        arguments += [page.limit + 1]
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        let fixed = arguments
        let rows = try await read { db in
            let statement = try db.cachedStatement(sql: "SELECT id, body FROM incidents\(filter) ORDER BY id DESC LIMIT ?")
            return try Row.fetchAll(statement, arguments: fixed).map { (id: $0[0] as String, body: $0[1] as Data) }
        }
        var items: [Incident] = []
        for row in rows.prefix(page.limit) { items.append(try RowCoding.decode(Incident.self, from: row.body, row: row.id)) }
        return Page(items: items, nextCursor: rows.count > page.limit ? items.last?.id : nil)
    }

    package func incident(id: String) async throws(RemediationError) -> Incident? {
        try await read { db in try Self.fetchIncident(db, id: id) }
    }

    private static func fetchIncident(_ db: Database, id: String) throws -> Incident? {
        let statement = try db.cachedStatement(sql: "SELECT body FROM incidents WHERE id = ?")
        return try Data.fetchOne(statement, arguments: [id]).map { try RowCoding.decode(Incident.self, from: $0, row: id) }
    }
}
