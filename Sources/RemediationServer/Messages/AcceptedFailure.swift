internal import Remediation

/// The answer to a posted failure: what was decided, without the log that the caller has.
struct AcceptedFailure: Encodable {
    private enum CodingKeys: String, CodingKey {
        case classification, id, receivedAt, recommendation
    }

    private let record: FailureRecord
    private let written: WrittenDecision?

    init(_ acceptance: Acceptance) {
        record = acceptance.record
        written = acceptance.written
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        if let written {
            try container.encode(written.classification, forKey: .classification)
        } else {
            try container.encodeIfPresent(record.classification, forKey: .classification)
        }
        try container.encode(record.id, forKey: .id)
        try container.encode(record.receivedAt, forKey: .receivedAt)
        if let written {
            try container.encode(written.recommendation, forKey: .recommendation)
        } else {
            try container.encodeIfPresent(record.recommendation, forKey: .recommendation)
        }
    }
}
