internal import CPostgres

extension PostgresConnection {
    /// How a batch went: it is committed as a whole, or as a whole it is not.
    enum BatchAnswer {
        /// All are committed; their rows in order.
        case committed([PostgresRows])
        /// None is: this failure ended the transaction.
        case failed(PostgresFailure)
    }

    /// Runs statements in one transaction that locks the end of the audit log first, if any of them adds to it.
    ///
    /// - Throws: As `run(batch:)`.
    func run(ordered batch: [PostgresRequest]) throws -> BatchAnswer {
        guard batch.contains(where: \.statement.appendsAudit) else { return try run(batch: batch) }
        switch try run(batch: [PostgresAudit.lockingEnd()] + batch) {
        case .committed(let rows): return .committed(Array(rows.dropFirst()))
        case .failed(let failure): return .failed(failure)
        }
    }

    /// Runs statements in one transaction, sent without waiting for each other's answers.
    ///
    /// Between two synchronisation points of a pipeline the server commits once, for all statements: many callers share one wait for
    /// the disk and one exchange of packets. (PostgreSQL documentation, 34.5 "Pipeline Mode".) Requests of one statement that takes rows
    /// are one statement.
    ///
    /// - Throws: `PostgresFailure` when the connection broke: whether the batch is committed is not known then.
    func run(batch: [PostgresRequest]) throws -> BatchAnswer {
        let messages = PostgresMessage.messages(of: batch)
        for message in messages { try prepare(message.statement) }
        guard PQenterPipelineMode(handle) == 1 else { throw lost() }
        for message in messages { try send(message) }
        guard PQpipelineSync(handle) == 1 else { throw lost() }
        var answers = [PostgresRows?](repeating: nil, count: batch.count)
        var failure: PostgresFailure?
        for message in messages {
            while let result = try nextResult() {
                switch PQresultStatus(result) {
                case PGRES_PIPELINE_ABORTED: PQclear(result)
                default:
                    switch Self.answer(result) {
                    case .success(let rows):
                        let each = message.statement.input == nil ? [rows] : rows.each
                        for (place, rows) in zip(message.places, each) { answers[place] = rows }
                    case .failure(let error): failure = failure ?? error
                    }
                }
            }
        }
        // A commit that fails says so in place of the synchronisation.
        while true {
            guard let result = try nextResult() else { throw lost() }
            defer { PQclear(result) }
            if PQresultStatus(result) == PGRES_PIPELINE_SYNC { break }
            failure = failure ?? PostgresFailure(result)
        }
        guard PQexitPipelineMode(handle) == 1 else { throw lost() }
        if let failure {
            if failure.isConnectionLost { throw failure }
            return .failed(failure)
        }
        let rows = answers.compactMap { $0 }
        guard rows.count == batch.count else { throw PostgresFailure(connection: "a statement was not answered") }
        return .committed(rows)
    }
}
