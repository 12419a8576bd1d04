/// The append-only, hash-chained log of what was decided and done.
///
/// A store writes the events of its own changes itself, in the transaction of the change (`AuditEvent.decided` and its like); `append` is
/// for events that change no row.
package protocol AuditLog: Sendable {
    /// Adds `event` at the end.
    func append(_ event: AuditEvent) async throws(RemediationError) -> AuditEntry

    /// Entries that `filter` lets through, newest first; the cursor is the last one's number.
    func auditEntries(_ filter: AuditFilter, page: PageRequest) async throws(RemediationError) -> Page<AuditEntry>

    /// The log as it is stored, oldest first, from the record after `sequence`.
    func auditTrail(after sequence: Int64, limit: Int) async throws(RemediationError) -> [AuditRecord]
}
