internal import FoundationEssentials
internal import Remediation

/// A recorded attempt as its columns say it.
struct AttemptRow: Sendable {
    var sequence: Int64
    var id: String
    var body: Data

    /// The stretch that `rows`, the most that were asked for and one more if there is one, begin with.
    static func stretch(
        _ rows: [AttemptRow],
        after sequence: Int64,
        excluding known: Set<String>,
        limit: Int
    ) throws(RemediationError) -> RecordedAttempts {
        var stretch = RecordedAttempts(items: [], identifiers: [:], last: sequence, isEnd: rows.count <= limit)
        for row in rows.prefix(limit) {
            stretch.identifiers[row.sequence] = row.id
            stretch.last = row.sequence
            guard !known.contains(row.id) else { continue }
            stretch.items.append(.init(id: row.id, attempt: try RowCoding.decode(plainly: Attempt.self, from: row.body, row: row.id)))
        }
        return stretch
    }
}
