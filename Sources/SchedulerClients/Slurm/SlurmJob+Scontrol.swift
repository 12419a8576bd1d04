extension SlurmJob {
    /// The first job in the output of `scontrol show job`; nil when there is none.
    ///
    /// Of the form with line ends, not of `--oneliner`: there a comment that reads `Restarts=5` could not be told from a field.
    init?(scontrol output: String) {
        var fields: [String: String] = [:]
        for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("JobId="), !fields.isEmpty { break }
            let text = line.drop { $0 == " " }
            guard let equals = text.firstIndex(of: "=") else { continue }
            let key = String(text[..<equals])
            if Self.wholeLineKeys.contains(key) {
                fields[key] = fields[key] ?? Self.trimmed(text[text.index(after: equals)...])
                continue
            }
            for word in text.split(separator: " ") {
                guard let equals = word.firstIndex(of: "=") else { continue }
                let key = String(word[..<equals])
                fields[key] = fields[key] ?? String(word[word.index(after: equals)...])
                // The name ends its line and may hold anything.
                if key == "JobName" { break }
            }
        }
        guard let jobId = fields["JobId"].flatMap(Int.init), let state = fields["JobState"] else { return nil }
        func field(_ key: String) -> String? {
            fields[key].flatMap { $0.isEmpty || $0 == "(null)" || $0 == "N/A" || $0 == "Unknown" || $0 == "None" ? nil : $0 }
        }
        self.init(jobId: jobId, state: SlurmState(state))
        isCompleting = state.contains("COMPLETING")
        reason = field("Reason") ?? ""
        restarts = field("Restarts").flatMap(Int.init) ?? 0
        priority = field("Priority").flatMap(Int64.init)
        startTime = field("StartTime")
        endTime = field("EndTime")
        userName = field("UserId").map { String($0.prefix { $0 != "(" }) }
        partition = field("Partition")
        adminComment = field("AdminComment") ?? ""
        comments = [adminComment, field("Comment") ?? ""].filter { !$0.isEmpty }
        standardOutput = field("StdOut")
        standardError = field("StdErr")
    }

    private static let wholeLineKeys: Set = [
        "Command", "WorkDir", "StdErr", "StdIn", "StdOut", "Comment", "AdminComment", "SystemComment", "Features",
    ]

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
