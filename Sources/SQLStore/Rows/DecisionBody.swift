internal import FoundationEssentials
internal import JSONText
internal import Remediation

/// What was decided, as one column keeps it: the JSON of the classification, a line feed, the JSON of the recommendation, packed together.
///
/// JSON that is written without blanks has no line feed. Bodies of before hold the recommendation alone, beside a column for the
/// classification.
struct DecisionBody {
    /// The JSON of the classification.
    let classification: Data
    /// The JSON of the recommendation.
    let recommendation: Data

    private static let lineFeed: UInt8 = 0x0a

    /// The column of what was decided.
    static func pack(_ written: WrittenDecision) -> Data {
        PackedText.pack(written.classification.bytes + [lineFeed] + written.recommendation.bytes, with: .decisions)
    }

    /// The parts of what `row` holds.
    ///
    /// - Throws: `corrupt`, naming the row, when it is damaged.
    init(_ row: DecisionRow) throws(RemediationError) {
        let text = try PackedText.unpack(row.body, row: row.id)
        guard row.classification.isEmpty else {
            (classification, recommendation) = (row.classification, text)
            return
        }
        let end = text.firstIndex(of: Self.lineFeed) ?? text.endIndex
        (classification, recommendation) = (text[..<end], text[end...].dropFirst())
    }
}
