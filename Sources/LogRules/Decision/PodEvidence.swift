internal import Remediation

/// The reasons and messages in a Kubernetes pod's status.
struct PodEvidence {
    /// `reason` values: `OOMKilled`, `ImagePullBackOff`, `Evicted`.
    private(set) var reasons: [String] = []
    /// `message` values, as text for the patterns.
    private(set) var messages: [String] = []

    init(_ status: JSONValue?) {
        if let status { collect(status, depth: 0) }
    }

    private mutating func collect(_ value: JSONValue, depth: Int) {
        guard depth < 12 else { return }
        switch value {
        case .object(let members):
            // A condition that holds is no trouble ("PodScheduled: True"), except those that name a disruption.
            if members["status"]?.string == "True", members["type"]?.string?.hasPrefix("Disruption") != true, members["type"] != nil,
                members["type"]?.string != "Failed"
            {
                return
            }
            if let reason = members["reason"]?.string { reasons.append(reason) }
            if let message = members["message"]?.string { messages.append(message) }
            // In the order of the names, so that the answer never depends on hashing.
            for key in members.keys.sorted() where key != "reason" && key != "message" {
                if let member = members[key] { collect(member, depth: depth + 1) }
            }
        case .array(let elements):
            for element in elements { collect(element, depth: depth + 1) }
        default:
            break
        }
    }
}
