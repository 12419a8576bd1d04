internal import Foundation
import Remediation

/// An exported audit log: one record a line, as `AuditRecord.line` writes it.
enum AuditExport {
    /// The lines of `file` that are not empty, with their numbers from 1.
    ///
    /// - Throws: `RemediationError.invalidInput` when it cannot be read.
    static func lines(of file: String) throws(RemediationError) -> [(number: Int, text: String)] {
        let data = file == "-" ? try? FileHandle.standardInput.readToEnd() : FileManager.default.contents(atPath: file)
        guard let data else { throw RemediationError(.invalidInput, "\(file) cannot be read; check the path and its permissions") }
        return String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.element.isEmpty }.map { (number: $0.offset + 1, text: String($0.element)) }
    }

    /// The record of a line; its entry is taken byte for byte, for that is what was hashed.
    ///
    /// - Throws: `RemediationError.invalidInput` that names the line.
    static func record(_ line: String, number: Int) throws(RemediationError) -> AuditRecord {
        guard let head = line.firstRange(of: ",\"entry\":"), line.hasSuffix("}"),
            let fields = try? JSONDecoder().decode(Fields.self, from: Data((line[..<head.lowerBound] + "}").utf8))
        else { throw RemediationError(.invalidInput, "is no line of an export; `mulligan audit export` writes them", line: number) }
        return AuditRecord(sequence: fields.sequence, text: String(line[head.upperBound...].dropLast()), hash: fields.hash)
    }

    private struct Fields: Decodable {
        var sequence: Int64
        var hash: String
    }
}
