package import Remediation

/// The groups by which jobs are related: what a job without a past may learn from.
///
/// A job belongs to groups by its labels and by the parts of its own name, so that `a-b-c` and `a-b-d` are siblings without any label.
package struct JobGroups: Hashable, Sendable {
    /// The most parts of a name that are looked at.
    static let mostParts = 6

    private static let separators = Array(":/-() ,".utf8)

    /// Keys of the groups, narrow ones and wide ones mixed, each once; the widest comes first.
    package let keys: [String]

    /// The groups of the job of `attempt`.
    package init(of attempt: Attempt) {
        self.init(job: attempt.job, labels: attempt.labels, engine: attempt.engine)
    }

    /// The groups of a job with these labels.
    package init(job: String, labels: [String: String], engine: String?) {
        var keys = ["*"]
        if let engine { keys.append("e|\(engine)") }
        let named = labels.sorted { $0.key < $1.key }
        for (name, value) in named.prefix(8) { keys.append("l|\(name)=\(value)") }
        for (index, first) in named.prefix(6).enumerated() {
            for second in named.prefix(6).dropFirst(index + 1) {
                keys.append("l|\(first.key)=\(first.value)&\(second.key)=\(second.value)")
            }
        }
        let parts = Self.parts(of: job)
        if parts.count > 1 {
            let head = parts[0]
            keys.append("h|\(head)")
            for (position, part) in parts.enumerated().dropFirst() {
                // The word alone relates jobs across pipelines; with the head it keeps the kind of step.
                keys.append("w|\(part)")
                keys.append("p|\(head)|\(position)=\(part)")
            }
            if parts.count > 2 {
                for skipped in parts.indices.dropFirst() {
                    var rest = parts
                    rest[skipped] = "*"
                    keys.append("s|" + rest.joined(separator: "|"))
                }
            }
        } else if let only = parts.first, only != job {
            keys.append("w|\(only)")
        }
        var seen = Set<String>()
        self.keys = keys.filter { seen.insert($0).inserted }
    }

    /// The parts of a name: cut at colons, slashes, dashes, brackets and blanks.
    package static func parts(of job: String) -> [String] {
        // By bytes: every separator is one, and names are cut for each line that is learnt.
        job.utf8.split(maxSplits: .max) { separators.contains($0) }.prefix(mostParts).map { String(Substring($0)) }
    }
}
