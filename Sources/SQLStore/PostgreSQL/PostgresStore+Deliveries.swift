package import Remediation

extension PostgresStore {
    static let deliveryColumns =
        "d.id, d.target, d.repair, d.state, d.tries, d.due_at, d.last_error, d.receipt, d.waits_for, d.tries_before"

    static func deliveryRow(_ row: PostgresRows.Row) -> DeliveryRow {
        DeliveryRow(
            id: row.text(0),
            target: row.text(1),
            repair: row.data(2),
            state: row.text(3),
            tries: Int(row.integer(4)),
            triesBefore: Int(row.integer(9)),
            dueAt: row.integer(5),
            lastError: row.textIfPresent(6),
            receipt: row.textIfPresent(7),
            waitsFor: row.textIfPresent(8)
        )
    }

    private static let findingRecommendation = PostgresStatement(
        "recommendation of delivery",
        "SELECT recommendation_id FROM deliveries WHERE id = $1"
    )
    private static let locking = PostgresStatement(
        "lock delivery",
        "SELECT \(deliveryColumns) FROM deliveries d WHERE d.id = $1 FOR UPDATE"
    )
    private static let delivering = PostgresStatement(
        "delivered",
        """
        UPDATE deliveries SET state = 'delivered', receipt = $2, lease_until = NULL, last_error = NULL, held_by = NULL, waits_for = NULL
        WHERE id = $1
        """
    )
    private static let retrying = PostgresStatement(
        "retry",
        "UPDATE deliveries SET due_at = $2::bigint, last_error = $3, due_from = $4::bigint, lease_until = NULL WHERE id = $1"
    )
    private static let holding = PostgresStatement(
        "held before it was sent",
        """
        UPDATE deliveries SET due_at = $2::bigint, waits_for = $3, due_from = $4::bigint, lease_until = NULL, tries_before = tries_before + 1
        WHERE id = $1
        """
    )
    private static let burying = PostgresStatement(
        "dead",
        "UPDATE deliveries SET state = 'dead', last_error = $2, lease_until = NULL, held_by = NULL, waits_for = NULL WHERE id = $1"
    )

    /// The delivery with `id` and its recommendation's identifier and state, which nobody else changes until the transaction's end.
    private static func lock(
        _ connection: PostgresConnection,
        delivery id: String
    ) throws -> (row: DeliveryRow, recommendation: String, state: RecommendationState)? {
        guard let recommendation = try connection.run(findingRecommendation(.text(id))).first?.text(0) else { return nil }
        // The recommendation first, as everybody does.
        let state = try lockState(connection, recommendation: recommendation)
        return try connection.run(locking(.text(id))).first.map { (deliveryRow($0), recommendation, state) }
    }

    package func finishDelivery(id: String, ofTry number: Int, result: DeliveryResult, at now: Timestamp) async throws(RemediationError) {
        let appends =
            switch result {
            case .retry, .held: false
            case .delivered, .dead: true
            }
        try await transaction { connection in
            if appends { try Self.lockAuditEnd(connection) }
            guard let (row, recommendation, _) = try Self.lock(connection, delivery: id) else { throw Refusals.unknown(delivery: id) }
            let moved: (before: RecommendationState, after: RecommendationState)
            switch result {
            // What a lease that ran out reports late changes nothing; that a cancelled delivery was under way is worth knowing.
            case .delivered(let receipt):
                guard row.state == "waiting" || row.state == "cancelled" else { return }
                try connection.run(Self.delivering(.text(id), .words(receipt)))
                moved = try Self.move(connection, recommendation: recommendation, to: .applied, note: nil, at: now)
            case .retry(let at, let error):
                guard row.state == "waiting", row.tries == number else { return }
                try connection.run(Self.retrying(.text(id), .integer(at.milliseconds), .words(error), .integer(now.milliseconds)))
                return
            case .held(let at, let reason):
                guard row.state == "waiting", row.tries == number else { return }
                try connection.run(Self.holding(.text(id), .integer(at.milliseconds), .words(reason), .integer(now.milliseconds)))
                return
            case .dead(let error):
                guard row.state == "waiting", row.tries == number else { return }
                try connection.run(Self.burying(.text(id), .words(error)))
                moved = try Self.move(connection, recommendation: recommendation, to: .applyFailed, note: error, at: now)
            }
            let delivery = (id: id, target: row.target, recommendation: recommendation)
            if let event = AuditEvent.finished(delivery, result, recommendation: moved, at: now) { try Self.append(connection, event) }
        }
    }

    private static let reviving = PostgresStatement(
        "redeliver",
        """
        WITH revived AS (
            UPDATE deliveries SET state = 'waiting', tries_before = tries, due_at = $2::bigint, due_from = $2::bigint, lease_until = NULL
            WHERE id = $1
            RETURNING recommendation_id
        )
        UPDATE recommendations r SET state = 'approved', decided_by = $3, note = COALESCE($4, r.note), updated_at = $2::bigint
        FROM revived WHERE r.id = revived.recommendation_id
        RETURNING pg_notify('\(PostgresListener.channel)', '')::text
        """
    )

    package func redeliver(id: String, actor: String, reason: String?, at now: Timestamp) async throws(RemediationError) -> Delivery {
        try await auditedTransaction { connection -> DeliveryRow in
            guard let (present, recommendation, before) = try Self.lock(connection, delivery: id) else {
                throw RemediationError(.notFound, "no delivery has this identifier; GET /v1/deliveries lists them", field: "id")
            }
            var row = present
            guard row.state == "dead" else {
                throw RemediationError(.conflict, "the delivery is \(row.state); only a dead one can be sent again", field: "id")
            }
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
            try connection.run(Self.reviving(.text(id), .integer(row.dueAt), .words(actor), .words(reason)))
            let event = AuditEvent.redelivered(
                (id: id, recommendation: recommendation),
                actor: actor,
                reason: reason,
                recommendation: (before, .approved),
                at: now
            )
            try Self.append(connection, event)
            return row
        }.delivery()
    }

    private static let fetchingDelivery = PostgresStatement(
        "delivery",
        "SELECT \(deliveryColumns) FROM deliveries d WHERE d.id = $1"
    )

    package func delivery(id: String) async throws(RemediationError) -> Delivery? {
        guard !id.utf8.contains(0) else { return nil }
        return try await read(Self.fetchingDelivery(.text(id))) { $0.first.map(Self.deliveryRow) }?.delivery()
    }

    package func deliveries(
        in state: Delivery.State?,
        ofRecommendation recommendation: String?,
        page: PageRequest
    ) async throws(RemediationError) -> Page<Delivery> {
        var conditions = PostgresConditions()
        conditions.require("d.recommendation_id =", recommendation)
        conditions.require("d.state =", state?.rawValue)
        conditions.require("d.id <", page.cursor)
        let request = conditions.request(
            "deliveries",
            "SELECT \(Self.deliveryColumns) FROM deliveries d",
            order: "d.id DESC",
            limit: page.limit + 1
        )
        let rows = try await read(request) { $0.map(Self.deliveryRow) }
        var items: [Delivery] = []
        for row in rows.prefix(page.limit) { items.append(try row.delivery()) }
        return Page(items: items, nextCursor: rows.count > page.limit ? items.last?.id : nil)
    }
}
