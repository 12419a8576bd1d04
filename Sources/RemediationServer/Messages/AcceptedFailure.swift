internal import JSONText
internal import Remediation

/// The answer to a posted failure: what was decided, without the log that the caller has.
struct AcceptedFailure: MemberEncodable {
    private let record: FailureRecord
    private let written: WrittenDecision?

    init(_ acceptance: Acceptance) {
        record = acceptance.record
        written = acceptance.written
    }

    func write(to members: inout MemberWriter) throws {
        if let written {
            try members.add("classification", encoding: written.classification)
        } else {
            try members.add("classification", encoding: record.classification)
        }
        try members.add("id", record.id)
        try members.add("receivedAt", record.receivedAt.formatted)
        if let written {
            try members.add("recommendation", encoding: written.recommendation)
        } else {
            try members.add("recommendation", encoding: record.recommendation)
        }
    }
}
