package import Remediation

extension PostgresStore {
    /// Rows that somebody else is changing at this moment are passed over, not waited for.
    private static let findingDue = PostgresStatement(
        "due",
        """
        SELECT \(deliveryColumns) FROM deliveries d
        WHERE d.state = 'waiting' AND d.held_by IS NULL AND d.due_at <= $1::bigint
            AND (d.lease_until IS NULL OR d.lease_until <= $1::bigint OR d.lease_until > $3::bigint)
        ORDER BY d.due_at, d.id LIMIT $2::bigint FOR UPDATE SKIP LOCKED
        """
    )
    private static let claiming = PostgresStatement(
        "claim",
        "UPDATE deliveries SET lease_until = $2::bigint, tries = tries + 1, waits_for = NULL WHERE id = $1"
    )
    private static let holding = PostgresStatement("hold", "UPDATE deliveries SET held_by = $2, waits_for = $3 WHERE id = $1")
    private static let delaying = PostgresStatement("delay", "UPDATE deliveries SET waits_for = $2 WHERE id = $1")

    package func claimDeliveries(_ claim: DeliveryClaim) async throws(RemediationError) -> [Delivery] {
        try claim.check()
        guard claim.limit > 0 else { return [] }
        // An outbox looks every second: where nothing is due, nobody need take turns.
        guard try await isAnythingDue(for: claim) else { return [] }
        return try await transaction { connection in
            var screen = try Self.screen(connection, for: claim)
            let most = screen.mayHold ? ClaimScreen.mostLooks : claim.limit
            let due = try connection.run(
                Self.findingDue(.integer(claim.now.milliseconds), .integer(Int64(most)), .integer(claim.longestLease.milliseconds))
            )
            let leaseUntil = claim.now.adding(seconds: claim.leaseSeconds).milliseconds
            var claimed: [Delivery] = []
            var index = 0
            while !screen.isFull, index < due.count {
                var delivery = try Self.deliveryRow(due[index]).delivery()
                index += 1
                switch screen.screen(delivery) {
                case .take:
                    try connection.run(Self.claiming(.text(delivery.id), .integer(leaseUntil)))
                    delivery.tries += 1
                    delivery.waitsFor = nil
                    claimed.append(delivery)
                case .hold(let pause, let reason):
                    try connection.run(Self.holding(.text(delivery.id), .text(pause), .words(reason)))
                case .wait(let reason) where delivery.waitsFor != reason:
                    try connection.run(Self.delaying(.text(delivery.id), .words(reason)))
                case .wait: break
                }
            }
            if let bucket = screen.bucketToStore { try Self.store(connection, bucket) }
            return claimed
        }
    }

    private static let anyDue = PostgresStatement(
        "any due",
        """
        SELECT EXISTS (
            SELECT FROM deliveries WHERE state = 'waiting' AND held_by IS NULL AND due_at <= $1::bigint
                AND (lease_until IS NULL OR lease_until <= $1::bigint OR lease_until > $2::bigint)
        )
        """
    )

    private func isAnythingDue(for claim: DeliveryClaim) async throws(RemediationError) -> Bool {
        let request = Self.anyDue(.integer(claim.now.milliseconds), .integer(claim.longestLease.milliseconds))
        return try await read(request) { $0.first?.bool(0) == true }
    }

    /// Rows are locked in one order, as whoever lifts a pause does.
    private static let rebasing = PostgresStatement(
        "rebase waits",
        """
        WITH early AS (
            SELECT id FROM deliveries
            WHERE state = 'waiting' AND held_by IS NULL AND due_at > $2::bigint AND due_from > $2::bigint ORDER BY id FOR UPDATE
        )
        UPDATE deliveries d SET due_at = $1::bigint + d.due_at - d.due_from, due_from = $1::bigint
        FROM early WHERE d.id = early.id RETURNING d.id
        """
    )

    package func rebaseWaits(at now: Timestamp) async throws(RemediationError) -> Int {
        let request = Self.rebasing(.integer(now.milliseconds), .integer(Delivery.latestStart(at: now).milliseconds))
        return try await write(request) { $0.count }
    }
}
