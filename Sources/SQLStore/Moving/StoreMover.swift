internal import Dispatch
package import Remediation

/// Copies everything from an SQLite file to a PostgreSQL database, in the order of keys, so that an interrupted move goes on where it was.
package struct StoreMover: Sendable {
    /// How far a move has come.
    package struct Progress: Hashable, Sendable {
        /// The table.
        package var table: String
        /// How many of its rows are in the destination.
        package var rows: Int
        /// How many it has.
        package var total: Int
    }

    /// What was compared in the end: the same on both sides.
    package struct Verified: Hashable, Sendable {
        /// The table.
        package var table: String
        /// How many rows it has.
        package var rows: Int
        /// SHA-256 over all rows in the order of their key.
        package var hash: String
    }

    /// Moves everything, and compares counts and hashes of every table in the end.
    ///
    /// No service may run on either store meanwhile.
    ///
    /// - Parameters:
    ///   - path: The SQLite file; it is brought up to date and otherwise only read.
    ///   - address: The database: empty, or left by an interrupted move of the same file.
    ///   - report: Told of every step.
    /// - Throws: `RemediationError`: `conflict` when the destination holds anything else than the source's beginning.
    package static func move(
        from path: String,
        to address: PostgresAddress,
        report: @escaping @Sendable (Progress) -> Void
    ) async throws(RemediationError) -> [Verified] {
        let store = try SQLiteStore(path: path)
        let result: Result<[Verified], any Error> = await withCheckedContinuation { continuation in
            DispatchQueue(label: "mulligan.store.move").async {
                continuation.resume(
                    returning: Result {
                        let connection = try PostgresConnection(address)
                        try PostgresMigrator().migrate(connection, address: address)
                        let move = Move(
                            source: SQLiteSource(pool: store.pool),
                            destination: PostgresDestination(connection: connection),
                            address: address,
                            report: report
                        )
                        return try move.run()
                    }
                )
            }
        }
        await store.close()
        switch result {
        case .success(let verified): return verified
        case .failure(let error as PostgresFailure): throw PostgresErrors(address: address).translate(error)
        case .failure(let error): throw SQLiteErrors(path: path).translate(error)
        }
    }

    private struct Move {
        let source: SQLiteSource
        let destination: PostgresDestination
        let address: PostgresAddress
        let report: @Sendable (Progress) -> Void

        func run() throws -> [Verified] {
            // Before anything is written: whatever is there already must be what a move of this file would have written.
            let begun = try MovedTable.all.map { try compare($0) }
            for (table, state) in zip(MovedTable.all, begun) { try copy(table, from: state) }
            try destination.finish()
            return try MovedTable.all.map { table in
                let state = try compare(table)
                let total = try source.count(table)
                guard state.rows == total else {
                    throw refusal("\(table.name) has \(total) rows in the file and \(state.rows) in the database")
                }
                return Verified(table: table.name, rows: state.rows, hash: state.hash)
            }
        }

        /// The rows of `table` that are in the destination, which are the same as the source's first ones.
        private func compare(_ table: MovedTable) throws -> (rows: Int, hash: String, last: MovedValue?) {
            var (here, there) = (MovedDigest(), MovedDigest())
            var last: MovedValue?
            while true {
                let moved = try destination.page(table, after: last)
                guard !moved.isEmpty else { return (there.count, there.hexadecimal, last) }
                let original = try source.page(table, after: last).prefix(moved.count)
                for row in moved { there.add(row) }
                for row in original { here.add(row) }
                guard here.count == there.count, here.hexadecimal == there.hexadecimal else {
                    throw refusal("of \(table.name), the rows up to number \(there.count) are not the same in both")
                }
                last = moved.last?.first
            }
        }

        private func copy(_ table: MovedTable, from begun: (rows: Int, hash: String, last: MovedValue?)) throws {
            let total = try source.count(table)
            var (rows, last) = (begun.rows, begun.last)
            report(Progress(table: table.name, rows: rows, total: total))
            while true {
                let page = try source.page(table, after: last)
                guard !page.isEmpty else { return }
                try destination.insert(page, into: table)
                rows += page.count
                last = page.last?.first
                report(Progress(table: table.name, rows: rows, total: total))
            }
        }

        private func refusal(_ detail: String) -> RemediationError {
            RemediationError(
                .conflict,
                """
                \(address) does not hold what the file holds: \(detail); a service has been writing to one of them, or this is not the file \
                that was being moved. Stop the services, empty the database with DROP SCHEMA mulligan CASCADE, and move again
                """
            )
        }
    }
}
