package import Remediation

extension PostgresStore {
    package func failures(_ filter: FailureFilter, page: PageRequest) async throws(RemediationError) -> Page<FailureRecord> {
        try Names.check(filter)
        let request = PostgresListing(filter, page: page).request(
            "failures",
            selecting: "f.id, f.received_at, f.body, \(Self.decisionColumns)"
        )
        let rows = try await read(request) { rows in
            rows.map { row in
                FailureRow(
                    id: row.text(0),
                    receivedAt: row.integer(1),
                    body: row.data(2),
                    log: nil,
                    decision: Self.decisionRow(row, from: 3)
                )
            }
        }
        var items: [FailureRecord] = []
        for row in rows.prefix(page.limit) { items.append(try row.record()) }
        return Page(items: items, nextCursor: rows.count > page.limit ? items.last?.id : nil)
    }

    package func recommendations(_ filter: FailureFilter, page: PageRequest) async throws(RemediationError) -> Page<Recommendation> {
        try Names.check(filter)
        let request = PostgresListing(filter, page: page, decidedOnly: true).request("recommendations", selecting: Self.decisionColumns)
        let rows = try await read(request) { rows in rows.map { Self.decisionRow($0, from: 0) }.compactMap { $0 } }
        var items: [Recommendation] = []
        for row in rows.prefix(page.limit) { items.append(try row.decision().recommendation) }
        return Page(items: items, nextCursor: rows.count > page.limit ? items.last?.failureId : nil)
    }
}
