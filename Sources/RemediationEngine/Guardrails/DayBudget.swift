package import Remediation

/// No more money for the automatic retries of a day than the fleet may spend: beyond it a person is asked, until the next day begins.
package struct DayBudget: Guardrail, Hashable {
    /// The most that the day's automatic retries may be expected to cost, in USD.
    package var mostUSD: Double
    /// Whether the money for this one could be set aside.
    package var answer: SpendingAnswer
    /// The day that was asked for, in UTC.
    package var day: Int64

    /// A budget that said `answer`.
    package init(mostUSD: Double, answer: SpendingAnswer, day: Int64) {
        self.mostUSD = mostUSD
        self.answer = answer
        self.day = day
    }

    package func apply(to proposal: Proposal, of failure: JobFailure, after failed: [FailedConfiguration]) -> Proposal {
        guard proposal.action == .retry, !answer.isGranted else { return proposal }
        var proposal = proposal
        let reason =
            "It is expected to cost \(HumanUnits.dollars(proposal.expectedCostUSD ?? 0)), and of the \(HumanUnits.dollars(mostUSD)) that "
            + "automatic retries may cost a day \(HumanUnits.dollars(answer.spentUSD)) are spent; approve it, or wait for the next budget "
            + "at \(Timestamp(day: day + 1).formatted)."
        proposal.halt(.review, by: "day-budget", because: reason)
        return proposal
    }
}
