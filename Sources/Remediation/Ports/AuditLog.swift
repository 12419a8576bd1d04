/// The append-only, hash-chained log of what was decided and done.
///
/// A store writes the events of its own changes itself, in the transaction of the change (`AuditEvent.decided` and its like); `append` is
/// for events that change no row.
package protocol AuditLog: Sendable {
    /// Adds `event` at the end.
    func append(_ event: AuditEvent) async throws(RemediationError) -> AuditEntry

    /// Adds `event` at the end if the newest entry on its subject is the one with the number `latest`, or there is none and `latest` is nil: looked
    /// at and added in one transaction, so that of those who see the same change one tells of it.
    ///
    /// - Returns: Nil when the newest entry is another; read it again.
    func append(_ event: AuditEvent, ifLatest latest: Int64?) async throws(RemediationError) -> AuditEntry?

    /// Entries that `filter` lets through, newest first; the cursor is the last one's number.
    func auditEntries(_ filter: AuditFilter, page: PageRequest) async throws(RemediationError) -> Page<AuditEntry>

    /// The log as it is stored, oldest first, from the record after `sequence`.
    func auditTrail(after sequence: Int64, limit: Int) async throws(RemediationError) -> [AuditRecord]
}
