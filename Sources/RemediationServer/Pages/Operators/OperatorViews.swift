internal import FoundationEssentials
internal import Remediation
internal import RemediationEngine

/// The page of the outbox.
struct DeliveriesView {
    let page: PageView
    let heading: String
    let states: [QueueView.Choice]
    let rows: [DeliveryRowView]
    let nothing: String?
    let older: String?
    let budget: String

    init(
        page: PageView,
        state: Delivery.State,
        found: Page<Delivery>,
        outbox: OutboxStatus,
        counts: StoreCounts,
        now: Timestamp
    ) {
        self.page = page
        heading = state == .dead ? "Dead letters" : "Deliveries \(state.rawValue)"
        states = Delivery.State.allCases.map {
            .init(
                value: $0.rawValue,
                label: "\($0 == .dead ? "dead letters" : $0.rawValue) (\(counts.deliveriesByState[$0.rawValue] ?? 0))",
                selected: $0 == state
            )
        }
        rows = found.items.map { DeliveryRowView($0, now: now) }
        nothing =
            !found.items.isEmpty ? nil : state == .dead ? "No repair was given up." : "No repair is \(state.rawValue)."
        older = found.nextCursor.map { "/deliveries?state=\(state.rawValue)&cursor=\($0)" }
        budget = "\(HumanUnits.number(outbox.tokens.rounded(.down))) repairs may start now."
    }
}

/// The page of incidents.
struct IncidentsView {
    let page: PageView
    let rows: [IncidentRow]
    let older: String?

    init(page: PageView, found: Page<Incident>, steps: [String: [PlaybookStep]], now: Timestamp) {
        self.page = page
        rows = found.items.map { IncidentRow($0, steps: steps[$0.id] ?? [], now: now) }
        older = found.nextCursor.map { "/incidents?cursor=\($0)" }
    }
}

/// The page of the policy.
struct PolicyView {
    /// An entry that decides a mode.
    struct Entry {
        let jobs: String
        let classes: String
        let engines: String
        let mode: String
    }

    /// A playbook.
    struct PlaybookRow {
        let name: String
        let trigger: String
        let steps: [String]
    }

    let page: PageView
    let figures: [NamedValue]
    let entries: [Entry]
    let mode: String
    let playbooks: [PlaybookRow]
    let text: String?

    init(page: PageView, policy: RemediationPolicy, spending: DaySpending?, text: String) {
        self.page = page
        self.text = ["", "{}"].contains(text) ? nil : text
        mode = policy.defaultMode.rawValue
        func list(_ names: [String]) -> String { names.isEmpty ? "any" : names.joined(separator: ", ") }
        entries = policy.entries.map {
            Entry(jobs: list($0.jobs), classes: list($0.classes), engines: list($0.engines), mode: $0.mode.rawValue)
        }
        var limits: [String] = []
        if let most = policy.limits.memoryBytes { limits.append(HumanUnits.bytes(most)) }
        if let most = policy.limits.cpus { limits.append("\(HumanUnits.number(most)) cores") }
        if let most = policy.limits.timeLimitSeconds { limits.append(HumanUnits.seconds(most)) }
        if let most = policy.limits.diskBytes { limits.append("\(HumanUnits.bytes(most)) of disk") }
        let budget = policy.retryBudget
        figures = [
            NamedValue("Attempts of a run", "at most \(policy.mostAttempts)"),
            NamedValue("Memory in one step", "at most \(HumanUnits.number(policy.largestStep)) times"),
            NamedValue("Asks below a chance of", policy.leastChance > 0 ? DisplayText.percent(policy.leastChance) : "none"),
            NamedValue("Asks above", policy.mostCostUSD.map { "\(HumanUnits.dollars($0)) an attempt" } ?? "none"),
            NamedValue("Money for a run's retries", policy.runBudgetUSD.map(HumanUnits.dollars) ?? "no bound"),
            NamedValue("Money a day", Self.words(spending)),
            NamedValue("Cool-down", Self.words(policy.coolDown)),
            NamedValue("Limits", limits.isEmpty ? "none" : limits.joined(separator: ", ")),
            NamedValue("Retry budget", "\(HumanUnits.number(budget.burst)) at once, \(HumanUnits.number(budget.perMinute)) a minute"),
            NamedValue(
                "Adapters",
                policy.adapters.isEmpty
                    ? "none: whoever posts repairs"
                    : policy.adapters.sorted { $0.key < $1.key }.map { "\($0.key) by \($0.value)" }.joined(separator: ", ")
            ),
            NamedValue(
                "Incidents",
                "from \(policy.incidents.floor) failures in \(policy.incidents.windowMinutes) minutes; retries are \(policy.incidents.holds ? "held" : "not held")"
            ),
        ]
        playbooks = policy.playbooks.map { playbook in
            let kinds = playbook.classes + playbook.engines + playbook.hosts
            return PlaybookRow(
                name: playbook.name,
                trigger: kinds.isEmpty ? "any incident" : kinds.joined(separator: ", "),
                steps: playbook.steps.map(\.summary)
            )
        }
    }

    private static func words(_ spending: DaySpending?) -> String {
        guard let spending else { return "no bound" }
        return "at most \(HumanUnits.dollars(spending.mostUSD)), \(HumanUnits.dollars(spending.spentUSD)) of it spent; "
            + "the next budget begins \(DisplayText.moment(spending.renewsAt))"
    }

    private static func words(_ rule: CoolDownRule?) -> String {
        guard let rule else { return "none" }
        let after = rule.failures == 1 ? "each failure" : "\(rule.failures) failures within \(HumanUnits.seconds(rule.withinSeconds))"
        return "after \(after) of a job, no retry for \(HumanUnits.seconds(rule.waitSeconds))"
    }
}

/// The page of the audit log.
struct AuditView {
    /// An entry in a table.
    struct Row {
        let number: String
        let at: String
        let moment: String
        let kind: String
        let subject: String
        let subjectHref: String
        let actor: String
        let reason: String?
        let before: String?
        let after: String?
        let hash: String
    }

    let page: PageView
    let kind: String
    let subject: String
    let actorFilter: String
    let filtered: Bool
    let rows: [Row]
    let older: String?

    init(page: PageView, filter: AuditFilter, found: Page<AuditEntry>, older: String?) {
        self.page = page
        self.older = older
        kind = filter.kind?.rawValue ?? ""
        subject = filter.subject ?? ""
        actorFilter = filter.actor ?? ""
        filtered = filter != AuditFilter()
        rows = found.items.map { entry in
            let event = entry.event
            return Row(
                number: String(entry.sequence),
                at: event.at.formatted,
                moment: DisplayText.moment(event.at),
                kind: event.kind.rawValue.replacing("_", with: " "),
                subject: event.subject,
                subjectHref: "/audit?subject=\(PercentCoding.encode(event.subject))",
                actor: event.actor,
                reason: event.reason,
                before: event.before.map(Self.describe),
                after: event.after.map(Self.describe),
                hash: entry.hash
            )
        }
    }

    /// A value as `name value, name value`, cut where it is long.
    private static func describe(_ value: JSONValue) -> String {
        let text: String
        switch value {
        case .object(let members):
            text = members.sorted { $0.key < $1.key }.map { "\($0.key) \(describe($0.value))" }.joined(separator: ", ")
        case .array(let elements): text = elements.map(describe).joined(separator: " ")
        case .string(let string): text = string
        case .number(let number): text = Int64(exactly: number).map(String.init) ?? HumanUnits.number(number)
        case .bool(let bool): text = bool ? "yes" : "no"
        case .null: text = "none"
        }
        return text.count > 400 ? text.prefix(400) + "…" : text
    }
}
