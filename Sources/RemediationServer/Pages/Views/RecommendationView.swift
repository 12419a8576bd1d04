internal import Remediation

/// What is recommended, and what an operator may do with it.
struct RecommendationView {
    /// A guardrail that fired.
    struct Guardrail {
        let name: String
        let reason: String
    }

    /// The forms to decide.
    struct Forms {
        let base: String
        let csrf: String
        /// Whether the form asks for a name: only where the service knows none.
        let asksName: Bool
        let actor: String
        let canApprove: Bool
        let approveLabel: String
        let canReject: Bool
        let canOverride: Bool
        let openOverride: Bool
        let memory: String
        let cpus: String
        let timeLimit: String
    }

    let action: String
    let headline: String
    let changes: [ConfigurationChange]
    let figures: [NamedValue]
    let reasons: [String]
    let guardrails: [Guardrail]
    let decided: String?
    let forms: Forms?

    init(_ recommendation: Recommendation, failure: JobFailure, base: String, outcome: Outcome?, sender: FormSender, now: Timestamp) {
        action = recommendation.action.rawValue
        let change = recommendation.target.map { FailureRow.change(from: failure.resources, to: $0) }
        switch (recommendation.action, change) {
        case (.retry, "unchanged"): headline = "Retry unchanged"
        case (.retry, let change?): headline = "Retry with \(change)"
        case (.retry, nil): headline = "Retry"
        case (.stop, _): headline = "Do not retry"
        case (.review, _): headline = "A person must decide"
        }
        changes = recommendation.target.map { ConfigurationChange.all(from: failure.resources, to: $0) } ?? []
        figures = Self.figures(recommendation, outcome: outcome)
        reasons = recommendation.reasons
        guardrails = recommendation.guardrails.map {
            Guardrail(name: $0.guardrail.prefix(1).uppercased() + $0.guardrail.dropFirst(), reason: $0.reason)
        }
        decided = Self.decided(recommendation, now: now)
        forms = Self.forms(recommendation, failure: failure, base: base, sender: sender)
    }

    private static func figures(_ recommendation: Recommendation, outcome: Outcome?) -> [NamedValue] {
        var figures: [NamedValue] = []
        if recommendation.action == .retry, let first = recommendation.ladder.first {
            figures.append(NamedValue("Odds of success", DisplayText.percent(first.successProbability)))
            figures.append(NamedValue("Cost of the try", HumanUnits.dollars(first.expectedCostUSD)))
            if let seconds = first.expectedSeconds { figures.append(NamedValue("Expected time", HumanUnits.seconds(seconds))) }
        }
        if recommendation.backoffSeconds > 0 {
            figures.append(NamedValue("Wait first", HumanUnits.seconds(recommendation.backoffSeconds)))
        }
        if let wanted = recommendation.uncappedTarget, wanted != recommendation.target {
            figures.append(NamedValue("Wanted before limits", wanted.summary))
        }
        figures.append(NamedValue("Mode", recommendation.mode.rawValue))
        if let outcome {
            figures.append(NamedValue("Next attempt", outcome.attempt.result == .succeeded ? "succeeded" : "failed"))
        }
        return figures
    }

    private static func decided(_ recommendation: Recommendation, now: Timestamp) -> String? {
        guard let actor = recommendation.decidedBy else { return nil }
        let note = recommendation.note.map { ": \($0)" } ?? ""
        return "\(DisplayText.state(recommendation.state)) by \(actor), \(DisplayText.age(recommendation.updatedAt, now: now))\(note)"
    }

    private static func forms(_ recommendation: Recommendation, failure: JobFailure, base: String, sender: FormSender) -> Forms? {
        let mayApprove = RecommendationState.approved.predecessors.contains(recommendation.state)
        let mayReject = RecommendationState.rejected.predecessors.contains(recommendation.state)
        guard sender.mayDecide, mayApprove || mayReject else { return nil }
        let start = recommendation.target ?? failure.resources
        return Forms(
            base: base,
            csrf: sender.formToken,
            asksName: sender.asksName,
            actor: sender.name,
            canApprove: mayApprove && recommendation.target != nil,
            approveLabel: recommendation.state == .applyFailed ? "Try to apply again" : "Approve",
            canReject: mayReject,
            canOverride: mayApprove,
            openOverride: recommendation.target == nil,
            memory: HumanUnits.bytes(start.memoryBytes),
            cpus: HumanUnits.number(start.cpus),
            timeLimit: start.timeLimitSeconds.map(HumanUnits.seconds) ?? ""
        )
    }
}
