internal import Dispatch
package import Remediation

extension PostgresStore {
    /// What is at `address`, in words, without changing anything: for a look before the service starts.
    ///
    /// - Throws: `RemediationError` that names what would keep the service from working, or from keeping its word.
    package static func inspect(_ address: PostgresAddress) async throws(RemediationError) -> String {
        let result: Result<String, any Error> = await withCheckedContinuation { continuation in
            DispatchQueue(label: "mulligan.store.inspect").async {
                continuation.resume(returning: Result { try look(try PostgresConnection(address), at: address) })
            }
        }
        switch result {
        case .success(let text): return text
        case .failure(let error): throw PostgresErrors(address: address).translate(error)
        }
    }

    private static func look(_ connection: PostgresConnection, at address: PostgresAddress) throws -> String {
        func ask(_ sql: String) throws -> String { try connection.execute(sql)?.first?.text(0) ?? "" }
        guard try ask("SHOW fsync") == "on" else {
            throw RemediationError(.unavailable, "\(address) runs with fsync off: a power cut would lose what was acknowledged; turn it on")
        }
        guard try ask("SELECT pg_is_in_recovery()") == "f" else {
            throw RemediationError(.unavailable, "\(address) can only be read: it is a standby; name the primary")
        }
        let version = try ask("SHOW server_version")
        guard try ask("SELECT to_regclass('mulligan.migrations') IS NULL") == "f" else {
            guard try ask("SELECT has_database_privilege(current_database(), 'CREATE')") == "t" else {
                throw RemediationError(.unavailable, "the user of \(address) may not make a schema; GRANT CREATE ON DATABASE ... TO ...")
            }
            return "\(address), PostgreSQL \(version), the schema will be made"
        }
        let applied = Set(try connection.execute("SELECT number FROM mulligan.migrations")?.map { Int($0.text(0)) ?? 0 } ?? [])
        let known = Set(PostgresMigration.all.map(\.number))
        guard applied.isSubset(of: known) else {
            throw RemediationError(.conflict, "\(address) was written by a newer Mulligan; start that version")
        }
        let missing = known.subtracting(applied).count
        return "\(address), PostgreSQL \(version), \(missing == 0 ? "the schema is up to date" : "the schema will be brought up to date")"
    }
}
