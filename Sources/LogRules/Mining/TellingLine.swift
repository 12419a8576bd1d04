/// The line of an unclassified log that most likely says what went wrong.
enum TellingLine {
    private static let words = [
        "exception", "error", "fatal", "fail", "killed", "cannot", "could not", "denied", "abort", "invalid", "unable",
    ]

    /// The last line with a word of trouble, else the last line that is not empty, without its prefix; at most 500 characters.
    static func find(in log: String) -> String? {
        var lastLine: Substring?
        var telling: Substring?
        for line in log.split(whereSeparator: \.isNewline) {
            let trimmed = line.drop { $0 == " " || $0 == "\t" }
            guard !trimmed.isEmpty else { continue }
            lastLine = trimmed
            // Frames of a stack name exceptions in their paths and say nothing by themselves.
            if trimmed.hasPrefix("at ") || trimmed.hasPrefix("File \"") || trimmed.hasPrefix("...") { continue }
            let lower = trimmed.lowercased()
            if words.contains(where: lower.contains) { telling = trimmed }
        }
        return (telling ?? lastLine).map { String(withoutStamp($0).prefix(500)) }
    }

    private static func withoutStamp(_ line: Substring) -> Substring {
        let stamp = line.prefix { $0.isNumber || "-:/.,TZ+[] ".contains($0) }
        return stamp.count >= 8 && stamp.count < line.count ? line.dropFirst(stamp.count) : line
    }
}
