package import Remediation

extension PostgresStore {
    private static let reserving = PostgresStatement(
        "reserve spending",
        """
        SELECT granted, is_new, spent
        FROM reserve_spending($1, $2::bigint, $3::double precision, $4::double precision, $5::bigint)
        """
    )

    package func reserve(_ reservation: SpendingReservation, mostUSD: Double) async throws(RemediationError) -> SpendingAnswer {
        try reservation.check()
        // Run again after its answer was lost, it says that the money is set aside already: at worst nobody gives it back.
        let request = Self.reserving(
            .words(reservation.key),
            .integer(reservation.day),
            .double(reservation.amountUSD),
            .double(SpendingReservation.bound(mostUSD)),
            .integer(SpendingReservation.keptDays)
        )
        return try await write(request) { rows in
            guard let row = rows.first else { throw RemediationError(.internalFault, "a reservation has no answer") }
            return SpendingAnswer(isGranted: row.bool(0), isNew: row.bool(1), spentUSD: row.double(2))
        }
    }

    private static let releasing = PostgresStatement(
        "release spending",
        """
        WITH gone AS (DELETE FROM spending WHERE key = $1 RETURNING day, usd)
        UPDATE spending_days d SET usd = GREATEST(0, d.usd - gone.usd) FROM gone WHERE d.day = gone.day
        """
    )

    package func release(reservation key: String) async throws(RemediationError) {
        try await write(Self.releasing(.words(key))) { _ in }
    }

    private static let readingSpending = PostgresStatement("spending", "SELECT usd FROM spending_days WHERE day = $1::bigint")

    package func spending(onDay day: Int64) async throws(RemediationError) -> Double {
        try await read(Self.readingSpending(.integer(day))) { $0.first?.double(0) ?? 0 }
    }
}
