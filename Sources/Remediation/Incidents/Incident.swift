/// A time in which one kind of failure came far more often than it should: the platform's trouble, not the jobs'.
package struct Incident: Hashable, Sendable, Codable {
    /// By what the failures belong together.
    package enum Dimension: String, Codable, Sendable, CaseIterable {
        case failureClass = "class"
        case engine
        case host
    }

    /// The incident's identifier.
    package var id: String
    /// By what its failures belong together.
    package var dimension: Dimension
    /// The class, engine or host.
    package var value: String
    /// When it was recognised.
    package var openedAt: Timestamp
    /// When it ended; nil while it lasts.
    package var closedAt: Timestamp?
    /// Who ended it: `mulligan`, or the operator who knew better.
    package var closedBy: String?
    /// Failures in the window in which it was recognised.
    package var observed: Int
    /// Failures that such a window should have.
    package var expected: Double
    /// The length of the window, in minutes.
    package var windowMinutes: Int

    /// An incident that lasts.
    package init(
        id: String,
        dimension: Dimension,
        value: String,
        openedAt: Timestamp,
        closedAt: Timestamp? = nil,
        closedBy: String? = nil,
        observed: Int,
        expected: Double,
        windowMinutes: Int
    ) {
        self.id = id
        self.dimension = dimension
        self.value = value
        self.openedAt = openedAt
        self.closedAt = closedAt
        self.closedBy = closedBy
        self.observed = observed
        self.expected = expected
        self.windowMinutes = windowMinutes
    }

    /// Whether it lasts.
    package var isOpen: Bool { closedAt == nil }

    /// The incident in a sentence.
    package var summary: String {
        let usual = HumanUnits.number((expected * 10).rounded() / 10)
        return "\(dimension.rawValue) \(value): \(observed) failures in \(windowMinutes) minutes, usual are \(usual)"
    }

    /// What it holds while it lasts: unchanged retries of its class or on its engine. A host holds nothing: a retry may run elsewhere.
    package var holdScope: PauseScope? {
        switch dimension {
        case .failureClass: PauseScope(failureClass: value, unchangedOnly: true)
        case .engine: PauseScope(engine: value, unchangedOnly: true)
        case .host: nil
        }
    }
}

extension AuditEvent {
    /// An incident that was recognised.
    package static func opened(_ incident: Incident) -> AuditEvent {
        AuditEvent(
            .incidentOpened,
            subject: subject(ofIncident: incident.id),
            actor: "mulligan",
            reason: incident.summary,
            after: .object([
                "dimension": .string(incident.dimension.rawValue), "expected": .number(incident.expected),
                "observed": .number(Double(incident.observed)), "value": .string(incident.value),
            ]),
            at: incident.openedAt
        )
    }

    /// An incident that ended.
    package static func closed(_ incident: Incident, actor: String, reason: String?, at now: Timestamp) -> AuditEvent {
        AuditEvent(
            .incidentClosed,
            subject: subject(ofIncident: incident.id),
            actor: actor,
            reason: reason,
            before: .object(["dimension": .string(incident.dimension.rawValue), "value": .string(incident.value)]),
            at: now
        )
    }

    /// `incident/ID`.
    package static func subject(ofIncident id: String) -> String { "incident/\(id)" }
}
