internal import Remediation
internal import RemediationEngine

/// The overview: what fails, what remediation does about it, what holds it back.
struct OverviewView {
    /// A scheduler's circuit that is not closed.
    struct Circuit {
        let target: String
        let text: String
    }

    let page: PageView
    let isStopped: Bool
    let pauses: [PauseRow]
    let incidents: [IncidentRow]
    let circuits: [Circuit]
    let tiles: [QueueView.Tile]
    let chart: String?
    let series: [TimelineChart.Series]
    let savings: [NamedValue]
    let savingsBasis: String
    let budget: String

    init(
        page: PageView,
        counts: StoreCounts,
        outbox: OutboxStatus,
        incidents: [Incident],
        chart: TimelineChart?,
        savings: (value: Savings, failures: Int),
        now: Timestamp
    ) {
        self.page = page
        isStopped = outbox.pauses.contains(where: \.scope.isEverything)
        pauses = outbox.pauses.map { PauseRow($0, now: now) }
        self.incidents = incidents.map { IncidentRow($0, now: now) }
        circuits = outbox.circuits.filter { $0.state != .closed }.map { circuit in
            Circuit(
                target: circuit.target,
                text: "\(circuit.failures) failures in a row" + (circuit.state == .open ? "; nothing is sent for now" : "; a probe is next")
            )
        }
        self.chart = chart?.svg
        series = chart?.series ?? []
        func number(_ state: RecommendationState) -> Int { counts.recommendationsByState[state.rawValue] ?? 0 }
        func waiting(_ state: Delivery.State) -> Int { counts.deliveriesByState[state.rawValue] ?? 0 }
        let settled = number(.succeeded) + number(.failedAgain)
        // A count, not a probability: all of them may be said.
        let success = settled == 0 ? "–" : "\(number(.succeeded) * 100 / settled)%"
        tiles = [
            .init(
                number: String(number(.pending)),
                label: "wait for a decision",
                href: "/?state=pending",
                tone: number(.pending) > 0 ? "attention" : ""
            ),
            .init(
                number: success,
                label: "of \(settled) \(settled == 1 ? "retry" : "retries") succeeded",
                href: "/?state=succeeded",
                tone: "good"
            ),
            .init(
                number: HumanUnits.dollars(savings.value.balanceUSD),
                label: "saved, see below",
                href: "#savings",
                tone: savings.value.balanceUSD > 0 ? "good" : ""
            ),
            .init(number: String(incidents.count), label: "incidents", href: "/incidents", tone: incidents.isEmpty ? "" : "bad"),
            .init(number: String(waiting(.waiting)), label: "repairs on their way", href: "/deliveries?state=waiting", tone: ""),
            .init(
                number: String(waiting(.dead)),
                label: "dead letters",
                href: "/deliveries?state=dead",
                tone: waiting(.dead) > 0 ? "bad" : ""
            ),
        ]
        self.savings = [
            NamedValue("Doomed repeats not made", "\(savings.value.avoided)"),
            NamedValue("Their cost", HumanUnits.dollars(savings.value.avoidedUSD)),
            NamedValue("Retries that failed again", "\(savings.value.lost)"),
            NamedValue("Their cost", HumanUnits.dollars(savings.value.lostUSD)),
            NamedValue("Saved", HumanUnits.dollars(savings.value.balanceUSD)),
        ]
        savingsBasis =
            "Of the last \(savings.failures) failures, at the prices of the model; attempts without a run time count for nothing."
        budget =
            "\(HumanUnits.number(outbox.tokens.rounded(.down))) of \(HumanUnits.number(outbox.budget.burst)) repairs may start now; "
            + "\(HumanUnits.number(outbox.budget.perMinute)) more each minute."
    }
}
