internal import GRDB
package import Remediation

extension SQLiteStore {
    package func reserve(_ reservation: SpendingReservation, mostUSD: Double) async throws(RemediationError) -> SpendingAnswer {
        try reservation.check()
        return try await writer.write { db in
            let spent = try Self.spending(db, onDay: reservation.day)
            let known = try db.cachedStatement(sql: "SELECT 1 FROM spending WHERE key = ?")
            if try Row.fetchOne(known, arguments: [reservation.key]) != nil {
                return SpendingAnswer(isGranted: true, isNew: false, spentUSD: spent)
            }
            guard reservation.fits(beside: spent, into: mostUSD) else {
                return SpendingAnswer(isGranted: false, isNew: false, spentUSD: spent)
            }
            try db.cachedStatement(sql: "DELETE FROM spending_days WHERE day < ?")
                .execute(arguments: [reservation.day - SpendingReservation.keptDays])
            try db.cachedStatement(
                sql: "INSERT INTO spending_days (day, usd) VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET usd = usd + excluded.usd"
            ).execute(arguments: [reservation.day, reservation.amountUSD])
            try db.cachedStatement(sql: "INSERT INTO spending (key, day, usd) VALUES (?, ?, ?)")
                .execute(arguments: [reservation.key, reservation.day, reservation.amountUSD])
            return SpendingAnswer(isGranted: true, isNew: true, spentUSD: spent)
        }
    }

    package func release(reservation key: String) async throws(RemediationError) {
        try await writer.write { db in
            let known = try db.cachedStatement(sql: "SELECT day, usd FROM spending WHERE key = ?")
            guard let row = try Row.fetchOne(known, arguments: [key]) else { return }
            try db.cachedStatement(sql: "DELETE FROM spending WHERE key = ?").execute(arguments: [key])
            try db.cachedStatement(sql: "UPDATE spending_days SET usd = MAX(0.0, usd - ?) WHERE day = ?")
                .execute(arguments: [row[1] as Double, row[0] as Int64])
        }
    }

    package func spending(onDay day: Int64) async throws(RemediationError) -> Double {
        try await read { db in try Self.spending(db, onDay: day) }
    }

    private static func spending(_ db: Database, onDay day: Int64) throws -> Double {
        try Double.fetchOne(db.cachedStatement(sql: "SELECT usd FROM spending_days WHERE day = ?"), arguments: [day]) ?? 0
    }
}
