internal import FoundationEssentials
internal import Remediation

/// Writes answers of stores as text in which equal answers are equal.
enum ReferenceText {
    private static let encoder: JSONEncoder = {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return encoder
    }()

    /// The text of `answer`: JSON where it can be had, and else Swift's own description.
    static func describe(_ answer: some Sendable) -> String {
        if let acceptance = answer as? Acceptance { return "\(acceptance.isNew) \(acceptance.learnt) \(describe(acceptance.record))" }
        guard let value = answer as? any Encodable, let json = try? encoder.encode(value) else { return String(describing: answer) }
        return String(decoding: json, as: UTF8.self)
    }
}
