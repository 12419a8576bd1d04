package import JSONText

/// An event at its place in the audit log.
package struct AuditEntry: Hashable, Sendable {
    /// Its number, from 1 without gaps.
    package var sequence: Int64
    /// What happened.
    package var event: AuditEvent
    /// SHA-256 over the hash before it and this entry, 64 hexadecimal digits.
    package var hash: String

    /// An entry.
    package init(sequence: Int64, event: AuditEvent, hash: String) {
        self.sequence = sequence
        self.event = event
        self.hash = hash
    }
}

extension AuditEntry: Decodable, MemberEncodable {
    enum CodingKeys: String, CodingKey {
        case sequence, kind, subject, actor, reason, before, after, at, hash
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        sequence = try container.decode(Int64.self, forKey: .sequence)
        hash = try container.decodeIfPresent(String.self, forKey: .hash) ?? ""
        event = AuditEvent(
            try container.decode(AuditEvent.Kind.self, forKey: .kind),
            subject: try container.decode(String.self, forKey: .subject),
            actor: try container.decode(String.self, forKey: .actor),
            reason: try container.decodeIfPresent(String.self, forKey: .reason),
            before: try container.decodeIfPresent(JSONValue.self, forKey: .before),
            after: try container.decodeIfPresent(JSONValue.self, forKey: .after),
            at: try container.decode(Timestamp.self, forKey: .at)
        )
    }

    package func write(to members: inout MemberWriter) throws {
        try members.add("actor", event.actor)
        try members.add("after", encoding: event.after)
        try members.add("at", event.at.formatted)
        try members.add("before", encoding: event.before)
        // The text that is hashed has no hash in it.
        try members.add("hash", hash.isEmpty ? nil : hash)
        try members.add("kind", event.kind.rawValue)
        try members.add("reason", event.reason)
        try members.add("sequence", sequence)
        try members.add("subject", event.subject)
    }
}
