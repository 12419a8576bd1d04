/// Which entries of the audit log to list; nil means any.
package struct AuditFilter: Hashable, Sendable {
    /// What happened.
    package var kind: AuditEvent.Kind?
    /// What it happened to.
    package var subject: String?
    /// Who did it.
    package var actor: String?

    /// A filter.
    package init(kind: AuditEvent.Kind? = nil, subject: String? = nil, actor: String? = nil) {
        self.kind = kind
        self.subject = subject
        self.actor = actor
    }
}
