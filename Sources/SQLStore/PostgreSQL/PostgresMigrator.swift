internal import Remediation

/// Brings a database's schema up to date.
struct PostgresMigrator {
    /// What every Mulligan locks while it migrates, so that of many that start at once one does it and the others wait: "MULL" in ASCII.
    static let lock = 0x4d55_4c4c

    let migrations: [PostgresMigration]

    init(_ migrations: [PostgresMigration] = PostgresMigration.all) {
        self.migrations = migrations
    }

    /// Applies what is missing, all in one transaction.
    ///
    /// - Throws: `PostgresFailure`, or `RemediationError.conflict` when a newer Mulligan has been there, `invalidInput` for a database
    ///   that cannot hold every text.
    func migrate(_ connection: PostgresConnection, address: PostgresAddress) throws {
        guard try connection.execute("SHOW server_encoding")?.first?.text(0) == "UTF8" else {
            throw RemediationError(.invalidInput, "\(address) is not encoded in UTF-8; make one with CREATE DATABASE ... ENCODING 'UTF8'")
        }
        // A migration may take its time, and so may that of another process.
        let patience = connection.silenceSeconds
        connection.silenceSeconds = 3_600
        defer { connection.silenceSeconds = patience }
        try connection.execute("BEGIN; SET LOCAL lock_timeout = '120s'; SET LOCAL statement_timeout = 0")
        do {
            try connection.execute("SELECT pg_advisory_xact_lock(\(Self.lock))")
            try applyMissing(connection, address: address)
            try connection.execute("COMMIT")
        } catch {
            // A connection that broke has rolled back by itself.
            _ = try? connection.execute("ROLLBACK")
            throw error
        }
    }

    private func applyMissing(_ connection: PostgresConnection, address: PostgresAddress) throws {
        if try connection.execute("SELECT to_regclass('mulligan.migrations') IS NULL")?.first?.text(0) == "t" {
            try connection.execute(
                """
                CREATE SCHEMA IF NOT EXISTS mulligan;
                CREATE TABLE mulligan.migrations (
                    number integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now()
                )
                """
            )
        }
        let applied = Set(try connection.execute("SELECT number FROM mulligan.migrations")?.map { Int($0.text(0)) ?? 0 } ?? [])
        guard applied.isSubset(of: migrations.map(\.number)) else {
            throw RemediationError(
                .conflict,
                "\(address) was written by a newer Mulligan; start that version, or restore a backup from before its upgrade"
            )
        }
        let record = PostgresStatement("migrated", "INSERT INTO mulligan.migrations (number, name) VALUES ($1::bigint, $2)")
        for migration in migrations where !applied.contains(migration.number) {
            try connection.execute(migration.sql)
            try connection.run(record(.integer(Int64(migration.number)), .text(migration.name)))
        }
    }
}
