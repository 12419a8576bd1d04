internal import FoundationEssentials
internal import GRDB
package import Remediation

extension SQLiteStore {
    package func claimDeliveries(limit: Int, now: Timestamp, leaseSeconds: Double) async throws(RemediationError) -> [Delivery] {
        guard leaseSeconds.isFinite, leaseSeconds >= 0, leaseSeconds <= 1e9 else {
            throw RemediationError(.invalidInput, "\(leaseSeconds) is not a time; lease for 0 to 1e9 seconds", field: "leaseSeconds")
        }
        guard limit > 0 else { return [] }
        let rows = try await writer.write { db in
            let due = try db.cachedStatement(
                sql: """
                    SELECT \(Self.deliveryColumns) FROM deliveries
                    WHERE state = 'waiting' AND due_at <= ? AND (lease_until IS NULL OR lease_until <= ?) ORDER BY due_at, id LIMIT ?
                    """
            )
            var rows = try Row.fetchAll(due, arguments: [now.milliseconds, now.milliseconds, limit]).map(Self.deliveryRow)
            let claim = try db.cachedStatement(sql: "UPDATE deliveries SET lease_until = ?, tries = tries + 1 WHERE id = ?")
            let leaseUntil = now.adding(seconds: leaseSeconds).milliseconds
            for index in rows.indices {
                try claim.execute(arguments: [leaseUntil, rows[index].id])
                rows[index].tries += 1
            }
            return rows
        }
        var deliveries: [Delivery] = []
        for row in rows { deliveries.append(try row.delivery()) }
        return deliveries
    }

    package func finishDelivery(id: String, result: DeliveryResult, at now: Timestamp) async throws(RemediationError) {
        try await writer.write { db in
            let statement = try db.cachedStatement(sql: "SELECT state, recommendation_id FROM deliveries WHERE id = ?")
            guard let row = try Row.fetchOne(statement, arguments: [id]) else {
                throw RemediationError(.notFound, "there is no delivery \(id)")
            }
            // What a lease that ran out reports late changes nothing.
            guard row[0] == "waiting" else { return }
            let recommendation: String = row[1]
            switch result {
            case .delivered(let receipt):
                try db.cachedStatement(
                    sql: "UPDATE deliveries SET state = 'delivered', receipt = ?, lease_until = NULL, last_error = NULL WHERE id = ?"
                ).execute(arguments: [receipt, id])
                try Self.move(db, recommendation: recommendation, to: .applied, note: nil, at: now)
            case .retry(let at, let error):
                try db.cachedStatement(sql: "UPDATE deliveries SET due_at = ?, last_error = ?, lease_until = NULL WHERE id = ?")
                    .execute(arguments: [at.milliseconds, error, id])
            case .dead(let error):
                try db.cachedStatement(sql: "UPDATE deliveries SET state = 'dead', last_error = ?, lease_until = NULL WHERE id = ?")
                    .execute(arguments: [error, id])
                try Self.move(db, recommendation: recommendation, to: .applyFailed, note: error, at: now)
            }
        }
    }

    package func deliveries(in state: Delivery.State, limit: Int) async throws(RemediationError) -> [Delivery] {
        let rows = try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT \(Self.deliveryColumns) FROM deliveries WHERE state = ? ORDER BY id DESC LIMIT ?"
            )
            return try Row.fetchAll(statement, arguments: [state.rawValue, max(0, limit)]).map(Self.deliveryRow)
        }
        var deliveries: [Delivery] = []
        for row in rows { deliveries.append(try row.delivery()) }
        return deliveries
    }

    /// Adds a delivery to the outbox.
    static func insert(_ db: Database, _ delivery: Delivery, repair: Data) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO deliveries (id, recommendation_id, idempotency_key, target, state, tries, due_at, last_error, receipt, repair)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT))
                """
        ).execute(arguments: [
            delivery.id, delivery.repair.recommendationId, delivery.repair.idempotencyKey, delivery.target, delivery.state.rawValue,
            delivery.tries, delivery.dueAt.milliseconds, delivery.lastError, delivery.receipt, repair,
        ])
    }

    private static let deliveryColumns = "id, target, repair, state, tries, due_at, last_error, receipt"

    private static func deliveryRow(_ row: Row) -> DeliveryRow {
        DeliveryRow(
            id: row[0],
            target: row[1],
            repair: row[2],
            state: row[3],
            tries: row[4],
            dueAt: row[5],
            lastError: row[6],
            receipt: row[7]
        )
    }
}
