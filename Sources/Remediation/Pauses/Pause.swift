/// A switch that is off: repairs in its scope wait until it is lifted.
package struct Pause: Hashable, Sendable, Codable {
    /// The pause's identifier.
    package var id: String
    /// What is held.
    package var scope: PauseScope
    /// Who paused: an operator's name, `mulligan`, `playbook/NAME`.
    package var actor: String
    /// Why.
    package var reason: String?
    /// The incident that it belongs to and ends with.
    package var incidentId: String?
    /// Since when.
    package var since: Timestamp

    /// A pause.
    package init(
        id: String,
        scope: PauseScope,
        actor: String,
        reason: String? = nil,
        incidentId: String? = nil,
        since: Timestamp
    ) {
        self.id = id
        self.scope = scope
        self.actor = actor
        self.reason = reason
        self.incidentId = incidentId
        self.since = since
    }

    /// What a delivery that it holds is said to wait for.
    package var waitReason: String {
        let why = reason.map { ": \($0)" } ?? ""
        return incidentId == nil ? "paused by \(actor) (\(scope.summary))\(why)" : "held during an incident (\(scope.summary))\(why)"
    }

    /// When a delivery that it held may go, after the pause was lifted at `now`: spread evenly over `spreadSeconds`, so that what was held
    /// does not come at once. The place in the spread is a hash of the identifier: the same on every store, and no dice are needed.
    package static func release(of deliveryId: String, at now: Timestamp, spreadSeconds: Double) -> Timestamp {
        guard spreadSeconds > 0, spreadSeconds.isFinite else { return now }
        // FNV-1a (Fowler, Noll & Vo), mixed once more: its high bits alone are poor for short texts.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in deliveryId.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash = (hash ^ (hash >> 31)) &* 0x9e37_79b9_7f4a_7c15
        return now.adding(seconds: Double(hash >> 11) * 0x1p-53 * spreadSeconds)
    }
}

extension AuditEvent {
    /// A pause that was set.
    package static func paused(_ pause: Pause) -> AuditEvent {
        AuditEvent(
            .paused,
            subject: "pause/\(pause.id)",
            actor: pause.actor,
            reason: pause.reason,
            after: describe(pause),
            at: pause.since
        )
    }

    /// A pause that was lifted.
    package static func resumed(_ pause: Pause, actor: String, reason: String?, at now: Timestamp) -> AuditEvent {
        AuditEvent(.resumed, subject: "pause/\(pause.id)", actor: actor, reason: reason, before: describe(pause), at: now)
    }

    private static func describe(_ pause: Pause) -> JSONValue {
        var fields: [String: JSONValue] = ["scope": .string(pause.scope.summary)]
        if let incident = pause.incidentId { fields["incident"] = .string(incident) }
        return .object(fields)
    }
}
