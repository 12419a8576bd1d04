internal import Remediation

/// A failure in a table.
struct FailureRow {
    let href: String
    let job: String
    let run: String
    let category: String
    let failureClass: String
    let classTitle: String
    let action: String
    let change: String?
    let odds: String?
    let state: String
    let stateLabel: String
    let received: String
    let age: String
    /// What a form of many decisions names it by; nil where nothing is to be decided.
    let tick: String?

    init(_ record: FailureRecord, now: Timestamp, canTick: Bool = false) {
        href = "/failures/\(PercentCoding.encode(record.id))"
        job = record.failure.job
        run = "\(record.failure.engine) · \(record.failure.runId) · attempt \(record.failure.attempt)"
        let value = record.classification?.failureClass
        category = value?.category ?? "other"
        failureClass = value?.rawValue ?? "not classified yet"
        classTitle = value?.title ?? ""
        let recommendation = record.recommendation
        action = recommendation.map { DisplayText.action($0.action) } ?? "Being decided"
        change = recommendation?.target.flatMap { Self.change(from: record.failure.resources, to: $0) }
        odds = recommendation.flatMap { recommendation in
            guard recommendation.action == .retry, let rung = recommendation.ladder.first else { return nil }
            return "\(DisplayText.percent(rung.successProbability)) to succeed, \(HumanUnits.dollars(rung.expectedCostUSD))"
        }
        state = recommendation?.state.rawValue ?? "observed"
        stateLabel = recommendation.map { DisplayText.state($0.state) } ?? "Deciding"
        tick = canTick && recommendation?.state == .pending && recommendation?.target != nil ? recommendation?.id : nil
        received = record.receivedAt.formatted
        age = DisplayText.age(record.receivedAt, now: now)
    }

    /// What a retry changes, in a few words: `2 GiB → 4 GiB`.
    static func change(from old: Resources, to new: Resources) -> String {
        let parts = ConfigurationChange.all(from: old, to: new).filter(\.changed).map { "\($0.before) → \($0.after)" }
        return parts.isEmpty ? "unchanged" : parts.joined(separator: ", ")
    }
}
