internal import Foundation
internal import JSONText
internal import Remediation

/// One line of output of `classify`: the failure's identifier and what was said of it.
struct ClassificationLine: Encodable {
    var id: JSONValue
    var classification: Classification

    private enum CodingKeys: String, CodingKey {
        case id
    }

    func encode(to encoder: any Encoder) throws {
        try classification.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
    }

    /// Writes the line to standard output.
    func write() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var data = try encoder.encode(self)
        data.append(10)
        FileHandle.standardOutput.write(data)
    }
}
