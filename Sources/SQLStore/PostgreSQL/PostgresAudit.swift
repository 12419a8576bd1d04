internal import Remediation

/// An audit event as the parameters of `append_audits`: the server numbers and chains it, because only there the end of the log is locked.
struct PostgresAudit: Sendable {
    /// The parameters in order: the text before the number, the text after it, kind, subject, actor.
    let values: [PostgresValue]

    /// The server's function that adds entries, of five arrays, and returns the number of the last.
    static let function = "append_audits"

    /// Locks the end of the log until the transaction's end.
    ///
    /// Every transaction that adds to the log runs this before it locks any row, for they all meet here: two that held rows first could wait
    /// for each other. Who takes turns over claims and pauses does so before it.
    static let lockingEnd = PostgresStatement("lock audit end", "SELECT pg_advisory_xact_lock(\(PostgresMigrator.lock + 2))")

    /// An event as columns of a statement's rows.
    static let columns = PostgresInput([
        "audit_head": .text, "audit_rest": .text, "audit_kind": .text, "audit_subject": .text, "audit_actor": .text,
    ])

    /// The part of a statement that adds the events in those columns of `table`, if it has rows.
    static func append(from table: String) -> String {
        let arrays = columns.columns.map { "array_agg(\($0.name))" }.joined(separator: ", ")
        return "SELECT \(function)(\(arrays)) FROM \(table) HAVING count(*) > 0"
    }

    /// What stands around the number, which is 1 until the server sets it.
    private static let mark = Array(#""sequence":1,"#.utf8)

    /// The parameters of `event`.
    ///
    /// - Throws: `invalidInput` when it holds a number that JSON does not have.
    init(_ event: AuditEvent) throws(RemediationError) {
        var event = event
        event.subject = PostgresValue.withoutNUL(event.subject)
        event.actor = PostgresValue.withoutNUL(event.actor)
        let text = try AuditRecord.text(of: event, sequence: 1)
        // Keys are sorted, so only the subject follows the number, and a quote inside a text is escaped: the last one is the number's.
        guard let start = text.indices.last(where: { text[$0...].starts(with: Self.mark) }) else {
            throw RemediationError(.internalFault, "an audit entry has no number")
        }
        let number = start + Self.mark.count - 2
        values = [
            .text(String(decoding: text[..<number], as: UTF8.self)), .text(String(decoding: text[(number + 1)...], as: UTF8.self)),
            .text(event.kind.rawValue), .text(event.subject), .text(event.actor),
        ]
    }
}
