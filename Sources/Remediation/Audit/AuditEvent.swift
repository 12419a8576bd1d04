/// Something that somebody did or that Mulligan decided, for the audit log: who, what, why, before and after.
package struct AuditEvent: Hashable, Sendable {
    /// The kinds of events; bounded, so a kind may label a metric.
    package struct Kind: Hashable, Sendable, RawRepresentable {
        package let rawValue: String

        /// A kind by its name, of letters and underscores.
        package init(rawValue: String) {
            self.rawValue = rawValue
        }
    }

    /// What happened.
    package var kind: Kind
    /// What it happened to: `recommendation/01k...`, `pause/01k...`, `token/01k...`, `policy`, `rules`, `model`.
    package var subject: String
    /// Who did it: the name of an operator or of a user of the operating system, `policy`, `mulligan`, `playbook/NAME`, `scheduler/NAME`,
    /// or `file change`.
    package var actor: String
    /// Why, if anybody said.
    package var reason: String?
    /// How it was; nil where there was nothing.
    package var before: JSONValue?
    /// How it is since; nil where nothing is left.
    package var after: JSONValue?
    /// When.
    package var at: Timestamp

    /// An event.
    package init(
        _ kind: Kind,
        subject: String,
        actor: String,
        reason: String? = nil,
        before: JSONValue? = nil,
        after: JSONValue? = nil,
        at: Timestamp
    ) {
        self.kind = kind
        self.subject = subject
        self.actor = actor
        self.reason = reason
        self.before = before
        self.after = after
        self.at = at
    }
}

extension AuditEvent.Kind {
    /// A recommendation was made.
    package static let decided = Self(rawValue: "decided")
    /// A recommendation was accepted.
    package static let approved = Self(rawValue: "approved")
    /// Another configuration than the recommended one was accepted.
    package static let overridden = Self(rawValue: "overridden")
    /// A recommendation was declined.
    package static let rejected = Self(rawValue: "rejected")
    /// A scheduler took a repair.
    package static let applied = Self(rawValue: "applied")
    /// A repair was given up.
    package static let applyFailed = Self(rawValue: "apply_failed")
    /// A repair that had been given up is tried again.
    package static let redelivered = Self(rawValue: "redelivered")
    /// The next attempt ended, and a repair that still waited was taken back.
    package static let settled = Self(rawValue: "settled")
    /// Remediation was paused, wholly or in part.
    package static let paused = Self(rawValue: "paused")
    /// A pause was lifted.
    package static let resumed = Self(rawValue: "resumed")
    /// Another policy came into force.
    package static let policyChanged = Self(rawValue: "policy_changed")
    /// Other rules came into force.
    package static let rulesChanged = Self(rawValue: "rules_changed")
    /// Another model came into force.
    package static let modelChanged = Self(rawValue: "model_changed")
    /// An API token was made.
    package static let tokenCreated = Self(rawValue: "token_created")
    /// An API token was revoked.
    package static let tokenRevoked = Self(rawValue: "token_revoked")
    /// An incident was recognised.
    package static let incidentOpened = Self(rawValue: "incident_opened")
    /// An incident ended.
    package static let incidentClosed = Self(rawValue: "incident_closed")
    /// A step of a playbook was carried out.
    package static let playbookStep = Self(rawValue: "playbook_step")
}

extension AuditEvent.Kind: Codable {
    package init(from decoder: any Decoder) throws {
        self.init(rawValue: try decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }
}
