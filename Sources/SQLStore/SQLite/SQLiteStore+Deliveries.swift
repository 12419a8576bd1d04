internal import FoundationEssentials
internal import GRDB
package import Remediation

extension SQLiteStore {
    package func claimDeliveries(_ claim: DeliveryClaim) async throws(RemediationError) -> [Delivery] {
        try claim.check()
        guard claim.limit > 0 else { return [] }
        return try await writer.write { db in
            var screen = ClaimScreen(claim, pauses: try Self.fetchPauses(db), bucket: try Self.fetchTokens(db))
            let now = claim.now.milliseconds
            let due = try db.cachedStatement(
                sql: """
                    SELECT \(Self.deliveryColumns) FROM deliveries
                    WHERE state = 'waiting' AND held_by IS NULL AND due_at <= ?1
                        AND (lease_until IS NULL OR lease_until <= ?1 OR lease_until > ?2)
                    ORDER BY due_at, id LIMIT ?3
                    """
            )
            // Read first, changed afterwards: a change would move what the query walks along. Few are read where nothing can hold them.
            let mayHold = screen.mayHold
            let most = mayHold ? ClaimScreen.mostLooks : claim.limit
            var verdicts: [(delivery: Delivery, verdict: ClaimScreen.Verdict)] = []
            let rows = try Row.fetchCursor(due, arguments: [now, claim.longestLease.milliseconds, most])
            while !screen.isFull, let row = try rows.next() {
                let delivery = try Self.deliveryRow(row).delivery()
                verdicts.append((delivery, screen.screen(delivery)))
            }
            let leaseUntil = claim.now.adding(seconds: claim.leaseSeconds).milliseconds
            var claimed: [Delivery] = []
            for (delivery, verdict) in verdicts {
                var delivery = delivery
                switch verdict {
                case .take:
                    try db.cachedStatement(sql: "UPDATE deliveries SET lease_until = ?, tries = tries + 1, waits_for = NULL WHERE id = ?")
                        .execute(arguments: [leaseUntil, delivery.id])
                    delivery.tries += 1
                    delivery.waitsFor = nil
                    claimed.append(delivery)
                case .hold(let pause, let reason):
                    try db.cachedStatement(sql: "UPDATE deliveries SET held_by = ?, waits_for = ? WHERE id = ?")
                        .execute(arguments: [pause, reason, delivery.id])
                case .wait(let reason) where delivery.waitsFor != reason:
                    try db.cachedStatement(sql: "UPDATE deliveries SET waits_for = ? WHERE id = ?").execute(arguments: [
                        reason, delivery.id,
                    ])
                case .wait: break
                }
            }
            if let bucket = screen.bucketToStore { try Self.store(db, bucket) }
            return claimed
        }
    }

    package func rebaseWaits(at now: Timestamp) async throws(RemediationError) -> Int {
        try await writer.write { db in
            try db.cachedStatement(
                sql: """
                    UPDATE deliveries SET due_at = ?1 + due_at - due_from, due_from = ?1
                    WHERE state = 'waiting' AND held_by IS NULL AND due_at > ?2 AND due_from > ?2
                    """
            ).execute(arguments: [now.milliseconds, Delivery.latestStart(at: now).milliseconds])
            return db.changesCount
        }
    }

    package func finishDelivery(id: String, ofTry number: Int, result: DeliveryResult, at now: Timestamp) async throws(RemediationError) {
        try await writer.write { db in
            let statement = try db.cachedStatement(sql: "SELECT state, recommendation_id, target, tries FROM deliveries WHERE id = ?")
            guard let row = try Row.fetchOne(statement, arguments: [id]) else {
                throw RemediationError(.notFound, "there is no delivery \(id)")
            }
            let state: String = row[0]
            let recommendation: String = row[1]
            let isLatestTry = row[3] as Int == number
            let before = try Self.fetchState(db, recommendation: recommendation)
            switch result {
            // What a lease that ran out reports late changes nothing; that a cancelled delivery was under way is worth knowing.
            case .delivered(let receipt):
                guard state == "waiting" || state == "cancelled" else { return }
                try db.cachedStatement(
                    sql: """
                        UPDATE deliveries SET state = 'delivered', receipt = ?, lease_until = NULL, last_error = NULL, held_by = NULL,
                            waits_for = NULL WHERE id = ?
                        """
                ).execute(arguments: [receipt, id])
                try Self.move(db, recommendation: recommendation, to: .applied, note: nil, at: now)
            case .retry(let at, let error):
                guard state == "waiting", isLatestTry else { return }
                try db.cachedStatement(
                    sql: "UPDATE deliveries SET due_at = ?, due_from = ?, last_error = ?, lease_until = NULL WHERE id = ?"
                )
                .execute(arguments: [at.milliseconds, now.milliseconds, error, id])
                return
            case .held(let at, let reason):
                guard state == "waiting", isLatestTry else { return }
                try db.cachedStatement(
                    sql: """
                        UPDATE deliveries SET due_at = ?, due_from = ?, waits_for = ?, lease_until = NULL, tries_before = tries_before + 1
                        WHERE id = ?
                        """
                ).execute(arguments: [at.milliseconds, now.milliseconds, reason, id])
                return
            case .dead(let error):
                guard state == "waiting", isLatestTry else { return }
                try db.cachedStatement(
                    sql:
                        "UPDATE deliveries SET state = 'dead', last_error = ?, lease_until = NULL, held_by = NULL, waits_for = NULL WHERE id = ?"
                ).execute(arguments: [error, id])
                try Self.move(db, recommendation: recommendation, to: .applyFailed, note: error, at: now)
            }
            let after = try Self.fetchState(db, recommendation: recommendation)
            let delivery = (id: id, target: row[2] as String, recommendation: recommendation)
            if let event = AuditEvent.finished(delivery, result, recommendation: (before, after), at: now) { try Self.append(db, event) }
        }
    }

    package func redeliver(id: String, actor: String, reason: String?, at now: Timestamp) async throws(RemediationError) -> Delivery {
        try await writer.write { db -> DeliveryRow in
            guard var row = try Self.fetchDelivery(db, id: id) else {
                throw RemediationError(.notFound, "no delivery has this identifier; GET /v1/deliveries lists them", field: "id")
            }
            guard row.state == "dead" else {
                throw RemediationError(.conflict, "the delivery is \(row.state); only a dead one can be sent again", field: "id")
            }
            let recommendation = try row.delivery().repair.recommendationId
            let before = try Self.fetchState(db, recommendation: recommendation)
            guard before == .applyFailed else {
                throw RemediationError(
                    .conflict,
                    "its recommendation is \(before.rawValue): it was decided otherwise since; read it again",
                    field: "id"
                )
            }
            row.state = "waiting"
            row.triesBefore = row.tries
            row.dueAt = now.milliseconds
            try db.cachedStatement(
                sql:
                    "UPDATE deliveries SET state = 'waiting', tries_before = tries, due_at = ?1, due_from = ?1, lease_until = NULL WHERE id = ?2"
            ).execute(arguments: [row.dueAt, id])
            try db.cachedStatement(
                sql: "UPDATE recommendations SET state = 'approved', decided_by = ?, note = COALESCE(?, note), updated_at = ? WHERE id = ?"
            )
            .execute(arguments: [actor, reason, now.milliseconds, recommendation])
            let event = AuditEvent.redelivered(
                (id: id, recommendation: recommendation),
                actor: actor,
                reason: reason,
                recommendation: (before, .approved),
                at: now
            )
            try Self.append(db, event)
            return row
        }.delivery()
    }

    package func delivery(id: String) async throws(RemediationError) -> Delivery? {
        try await read { db in try Self.fetchDelivery(db, id: id) }?.delivery()
    }

    package func deliveries(
        in state: Delivery.State?,
        ofRecommendation recommendation: String?,
        page: PageRequest
    ) async throws(RemediationError) -> Page<Delivery> {
        var conditions: [String] = []
        var arguments: StatementArguments = []
        func require(_ condition: String, _ value: String?) {
            guard let value else { return }
            conditions.append(condition)
            arguments += [value]
        }
        require("recommendation_id = ?", recommendation)
        require(recommendation == nil ? "state = ?" : "+state = ?", state?.rawValue)
        require("id < ?", page.cursor)
        arguments += [page.limit + 1]
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        let fixed = arguments
        let rows = try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT \(Self.deliveryColumns) FROM deliveries\(filter) ORDER BY id DESC LIMIT ?"
            )
            return try Row.fetchAll(statement, arguments: fixed).map(Self.deliveryRow)
        }
        var items: [Delivery] = []
        for row in rows.prefix(page.limit) { items.append(try row.delivery()) }
        return Page(items: items, nextCursor: rows.count > page.limit ? items.last?.id : nil)
    }

    private static func fetchDelivery(_ db: Database, id: String) throws -> DeliveryRow? {
        let statement = try db.cachedStatement(sql: "SELECT \(deliveryColumns) FROM deliveries WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [id]).map(deliveryRow)
    }

    /// Adds a delivery to the outbox.
    static func insert(_ db: Database, _ delivery: Delivery, repair: Data, at now: Timestamp) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO deliveries (
                    id, recommendation_id, idempotency_key, target, state, tries, tries_before, due_at, due_from, last_error, receipt, repair
                ) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS TEXT))
                """
        ).execute(arguments: [
            delivery.id, delivery.repair.recommendationId, delivery.repair.idempotencyKey, delivery.target, delivery.state.rawValue,
            delivery.tries, delivery.triesBefore, delivery.dueAt.milliseconds, now.milliseconds, delivery.lastError, delivery.receipt,
            repair,
        ])
    }

    private static let deliveryColumns = "id, target, repair, state, tries, due_at, last_error, receipt, waits_for, tries_before"

    private static func deliveryRow(_ row: Row) -> DeliveryRow {
        DeliveryRow(
            id: row[0],
            target: row[1],
            repair: row[2],
            state: row[3],
            tries: row[4],
            triesBefore: row[9],
            dueAt: row[5],
            lastError: row[6],
            receipt: row[7],
            waitsFor: row[8]
        )
    }
}
