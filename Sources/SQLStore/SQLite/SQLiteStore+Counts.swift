internal import GRDB
package import Remediation

extension SQLiteStore {
    package func counts() async throws(RemediationError) -> StoreCounts {
        try await read { db in
            func count(_ table: String) throws -> Int {
                try Int.fetchOne(db.cachedStatement(sql: "SELECT COUNT(*) FROM \(table)")) ?? 0
            }
            func count(_ table: String, by column: String) throws -> [String: Int] {
                let statement = try db.cachedStatement(sql: "SELECT \(column), COUNT(*) FROM \(table) GROUP BY \(column)")
                return Dictionary(uniqueKeysWithValues: try Row.fetchAll(statement).map { ($0[0] as String, $0[1] as Int) })
            }
            return StoreCounts(
                failures: try count("failures"),
                failuresByClass: try count("recommendations", by: "failure_class"),
                recommendationsByState: try count("recommendations", by: "state"),
                deliveriesByState: try count("deliveries", by: "state"),
                attempts: try count("attempts"),
                outcomes: try count("outcomes")
            )
        }
    }
}
