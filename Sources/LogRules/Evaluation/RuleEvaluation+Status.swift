internal import FoundationEssentials

extension RuleEvaluation {
    /// The status that a rule has earned on these failures; never more than its record shows.
    package func status(of rule: String) -> RuleStatus {
        guard let record = rules[rule] else { return .experimental }
        let total = record.right + record.wrong
        if record.right >= 3, Double(record.right) / Double(total) >= 0.9 { return .stable }
        return record.right >= 1 && record.wrong == 0 ? .test : .experimental
    }

    /// Writes what was measured into a pack: each rule's `status:` line, and `precision.json`.
    ///
    /// - Throws: `RuleError` for the file that cannot be written.
    package func write(to directory: String, rules all: [Rule]) throws(RuleError) {
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
            try (encoder.encode(rules) + Data("\n".utf8)).write(to: URL(filePath: directory + "/" + RulePrecision.fileName))
        } catch {
            throw RuleError(.unreadable, "the file cannot be written; check the folder's permissions", file: RulePrecision.fileName)
        }
        for rule in all where rule.status != status(of: rule.id) {
            let path = directory + "/" + rule.file
            guard let data = FileManager.default.contents(atPath: path) else { continue }
            let lines = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map { line in
                line.hasPrefix("status:") ? "status: \(status(of: rule.id).rawValue)" : String(line)
            }
            do {
                try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
            } catch {
                throw RuleError(.unreadable, "the file cannot be written; check its permissions", file: rule.file)
            }
        }
    }
}
