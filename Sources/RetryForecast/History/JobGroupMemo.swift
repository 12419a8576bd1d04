package import Remediation

/// Remembers the groups of jobs: to spell their keys takes longer than to find them again, and each failure asks for them twice.
package struct JobGroupMemo: Sendable {
    /// The most jobs that are remembered; at the next one all are forgotten.
    static let mostJobs = 4_096

    private struct Entry {
        let labels: [String: String]
        let engine: String?
        let groups: JobGroups
    }

    private var entries: [String: Entry] = [:]

    /// A memo of nothing.
    package init() {}

    /// The groups of the job of `attempt`.
    package mutating func groups(of attempt: Attempt) -> JobGroups {
        if let known = entries[attempt.job], known.labels == attempt.labels, known.engine == attempt.engine { return known.groups }
        let groups = JobGroups(of: attempt)
        if entries.count >= Self.mostJobs { entries.removeAll() }
        entries[attempt.job] = Entry(labels: attempt.labels, engine: attempt.engine, groups: groups)
        return groups
    }
}
