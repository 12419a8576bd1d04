package import Remediation

extension PostgresStore {
    private static let counting = PostgresStatement(
        "counts",
        """
        SELECT 'failures', '', count(*) FROM failures
        UNION ALL SELECT 'attempts', '', count(*) FROM attempts
        UNION ALL SELECT 'outcomes', '', count(*) FROM outcomes
        UNION ALL SELECT 'class', failure_class, count(*) FROM recommendations GROUP BY failure_class
        UNION ALL SELECT 'state', state, count(*) FROM recommendations GROUP BY state
        UNION ALL SELECT 'delivery', state, count(*) FROM deliveries GROUP BY state
        """
    )

    package func counts() async throws(RemediationError) -> StoreCounts {
        try await read(Self.counting()) { rows in
            var counts = StoreCounts()
            for row in rows.map({ (kind: $0.text(0), name: $0.text(1), count: Int($0.integer(2))) }) {
                switch row.kind {
                case "failures": counts.failures = row.count
                case "attempts": counts.attempts = row.count
                case "outcomes": counts.outcomes = row.count
                case "class": counts.failuresByClass[row.name] = row.count
                case "state": counts.recommendationsByState[row.name] = row.count
                default: counts.deliveriesByState[row.name] = row.count
                }
            }
            return counts
        }
    }
}
