import Remediation
internal import SQLStore

/// Reads a store's audit log from its beginning.
enum AuditTrail {
    /// Hands every record of the store at `location` to `take`, oldest first.
    ///
    /// - Throws: `RemediationError` of the store, or what `take` throws.
    static func read(_ location: String?, _ take: (AuditRecord) throws -> Void) async throws {
        let store = try await StoreLocation(Settings().text("store", commandLine: location, standard: "sqlite:mulligan.sqlite"))
            .openExisting()
        do {
            var last: Int64 = 0
            while true {
                let records = try await store.auditTrail(after: last, limit: 1_000)
                for record in records { try take(record) }
                guard let end = records.last?.sequence else { break }
                last = end
            }
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }
}
