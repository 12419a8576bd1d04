internal import GRDB
package import Remediation

extension SQLiteStore {
    /// What is at `path`, in a line; its schema and rows stay as they are.
    ///
    /// Blocks while it looks.
    ///
    /// - Throws: `RemediationError` that says why a service could not use the file, or not write to it.
    package static func inspect(path: String) throws(RemediationError) -> String {
        try check(path: path)
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        do {
            try checkOwner(of: path)
            let file = try DatabaseQueue(path: path, configuration: configuration)
            let isCurrent = try file.writeWithoutTransaction { db in
                var isCurrent = false
                try db.inTransaction(.immediate) {
                    try refuseUnusable(db, path: path)
                    // The lock of a writer is given for a file that can only be read; a write is not.
                    try db.execute(sql: "PRAGMA user_version = \(try Int32.fetchOne(db, sql: "PRAGMA user_version") ?? 0)")
                    isCurrent = try Migrations.migrator().hasCompletedMigrations(db)
                    return .rollback
                }
                return isCurrent
            }
            try file.close()
            return "\(path), the schema \(isCurrent ? "is up to date" : "will be brought up to date")"
        } catch {
            throw SQLiteErrors(path: path).translate(error)
        }
    }
}
