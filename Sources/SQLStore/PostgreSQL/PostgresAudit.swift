internal import Foundation
internal import Remediation

/// An audit event as the parameters of `append_audit`: the server numbers and chains it, because only there the end of the log is locked.
struct PostgresAudit: Sendable {
    /// The parameters in order: the text before the number, the text after it, kind, subject, actor.
    let values: [PostgresValue]

    /// The server's function that adds an entry.
    static let function = "append_audit"

    /// Locks the end of the log until the transaction's end.
    ///
    /// Every transaction that adds to the log runs this before it locks any row, for they all meet here: two that held rows first could wait
    /// for each other. Who takes turns over claims and pauses does so before it.
    static let lockingEnd = PostgresStatement("lock audit end", "SELECT pg_advisory_xact_lock(\(PostgresMigrator.lock + 2))")

    /// The part of a statement that adds the event whose parameters start at `first`.
    static func call(first: Int) -> String {
        "\(function)($\(first), $\(first + 1), $\(first + 2), $\(first + 3), $\(first + 4))"
    }

    /// The parameters of `event`.
    ///
    /// - Throws: `invalidInput` when it holds a number that JSON does not have.
    init(_ event: AuditEvent) throws(RemediationError) {
        var event = event
        event.subject = PostgresValue.withoutNUL(event.subject)
        event.actor = PostgresValue.withoutNUL(event.actor)
        let record = try AuditRecord(event, after: (sequence: 0, hash: AuditRecord.root))
        // Keys are sorted, so only the subject follows the number, and a quote inside a text is escaped: the last one is the number's.
        let mark = "\"sequence\":"
        guard let range = record.text.range(of: mark + "1,", options: .backwards) else {
            throw RemediationError(.internalFault, "an audit entry has no number")
        }
        let number = record.text.index(range.lowerBound, offsetBy: mark.count)
        values = [
            .text(String(record.text[..<number])), .text(String(record.text[record.text.index(after: number)...])),
            .text(event.kind.rawValue), .text(event.subject), .text(event.actor),
        ]
    }
}
