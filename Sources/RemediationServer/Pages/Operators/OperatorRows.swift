internal import Remediation

/// A pause in a list.
struct PauseRow {
    let id: String
    let scope: String
    let text: String
    let age: String
    let since: String

    init(_ pause: Pause, now: Timestamp) {
        id = PercentCoding.encode(pause.id)
        scope = pause.scope.summary.prefix(1).uppercased() + pause.scope.summary.dropFirst()
        text =
            (pause.incidentId == nil ? "by \(pause.actor)" : "by \(pause.actor), until its incident ends")
            + (pause.reason.map { ": \($0)" } ?? "")
        age = DisplayText.age(pause.since, now: now)
        since = pause.since.formatted
    }
}

/// An incident in a list.
struct IncidentRow {
    let id: String
    let kind: String
    let text: String
    let opened: String
    let age: String
    let isOpen: Bool
    let closed: String?
    let auditHref: String
    let steps: [StepRow]

    /// A step of a playbook.
    struct StepRow {
        let step: String
        let state: String
        let result: String?

        init(_ step: PlaybookStep) {
            self.step = step.step
            state = step.tries > 1 ? "\(step.state.rawValue) after \(step.tries) tries" : step.state.rawValue
            result = step.result
        }
    }

    init(_ incident: Incident, steps: [PlaybookStep] = [], now: Timestamp) {
        self.steps = steps.map(StepRow.init)
        id = PercentCoding.encode(incident.id)
        kind = "\(incident.dimension.rawValue) \(incident.value)"
        let usual = HumanUnits.number((incident.expected * 10).rounded() / 10)
        text = "\(incident.observed) failures in \(incident.windowMinutes) minutes; usual are \(usual)"
        opened = incident.openedAt.formatted
        age = DisplayText.age(incident.openedAt, now: now)
        isOpen = incident.isOpen
        closed = incident.closedAt.map {
            "after \(HumanUnits.seconds($0.seconds - incident.openedAt.seconds)), by \(incident.closedBy ?? "mulligan")"
        }
        auditHref = "/audit?subject=\(PercentCoding.encode("incident/\(incident.id)"))"
    }
}

/// A delivery in a list.
struct DeliveryRowView {
    let id: String
    let job: String
    let href: String
    let run: String
    let change: String
    let target: String
    let text: String
    let tries: String
    let canRetry: Bool
    let due: String
    let age: String

    init(_ delivery: Delivery, now: Timestamp) {
        id = PercentCoding.encode(delivery.id)
        job = delivery.repair.job
        href = "/failures/\(PercentCoding.encode(delivery.repair.failureId))"
        run = "\(delivery.repair.engine) · \(delivery.repair.runId) · attempt \(delivery.repair.attempt)"
        change = FailureRow.change(from: delivery.repair.current, to: delivery.repair.target)
        target = delivery.target
        tries = delivery.recentTries == 1 ? "1 try" : "\(delivery.recentTries) tries"
        text = delivery.waitsFor.map { "Waits: \($0)" } ?? delivery.receipt ?? delivery.lastError ?? "Due"
        canRetry = delivery.state == .dead
        due = delivery.dueAt.formatted
        age = DisplayText.age(delivery.dueAt, now: now)
    }
}
