import LogRules
package import Remediation

/// What was considered about a failure, before it is a recommendation.
package struct Consideration: Sendable {
    /// What is to be done, and the guardrails that fired.
    package var proposal: Proposal
    /// What forecast and search said, where they were asked.
    package var advice: Advice?
    /// What Mulligan may do with it.
    package var mode: RemediationMode

    /// Whether it is a retry that nobody is asked about.
    package var isAutomaticRetry: Bool { mode == .auto && proposal.action == .retry }
}

/// Turns a classified failure into a recommendation: triage, forecast and search, guardrails, mode. Values in, values out.
package struct Decider: Sendable {
    /// What may be done.
    package var policy: RemediationPolicy
    /// What kind of answer a class needs.
    package var triage: Triage

    /// A decider under `policy`.
    package init(policy: RemediationPolicy, triage: Triage = Triage()) {
        self.policy = policy
        self.triage = triage
    }

    /// What is to be done about `failure`, once every guardrail but the day's budget has looked at it.
    ///
    /// - Parameters:
    ///   - failed: What has failed in this run, this failure last.
    ///   - circumstances: What guardrails look at besides.
    ///   - advise: Forecast and search.
    package func consider(
        _ failure: JobFailure,
        classification: Classification,
        failed: [FailedConfiguration],
        circumstances: Circumstances = Circumstances(),
        advise: (AdviceRequest) -> Advice
    ) -> Consideration {
        let request = AdviceRequest(
            job: failure.job,
            engine: failure.engine,
            labels: failure.labels,
            requested: failure.resources,
            inputBytes: failure.inputBytes,
            failed: failed,
            limits: policy.limits.tightened(by: failure.limits)
        )
        var proposal: Proposal
        var advice: Advice?
        switch triage.verdict(on: classification, attempt: failure.attempt) {
        case .stop(let reason):
            proposal = Proposal(action: .stop, reasons: [reason])
        case .review(let reason):
            proposal = Proposal(action: .review, reasons: [reason])
        case .retryUnchanged(let backoff, let reason):
            proposal = Proposal(action: .retry, target: failure.resources, backoffSeconds: backoff, reasons: [reason])
        case .resize(.timeLimit, let reason) where (failure.resources.timeLimitSeconds ?? failure.runSeconds ?? 0) <= 0:
            proposal = Proposal(action: .review, reasons: [reason, "The failed attempt's time limit is not known."])
        case .resize(.disk, let reason) where failure.resources.diskBytes ?? 0 <= 0,
            .resize(.gpuMemory, let reason) where failure.resources.concurrency ?? 1 <= 1:
            proposal = Proposal(action: .review, reasons: [reason, "What to grant instead is for a person to say."])
        case .resize(_, let reason):
            let answer = advise(request)
            advice = answer
            proposal = Self.proposal(from: answer, reason: reason)
        }
        if proposal.action == .retry, proposal.expectedCostUSD == nil, let target = proposal.target {
            proposal.expectedCostUSD = circumstances.cost?(request, target)
        }
        for guardrail in policy.guardrails(in: circumstances) { proposal = guardrail.apply(to: proposal, of: failure, after: failed) }
        let mode = policy.mode(for: classification.failureClass, job: failure.job, engine: failure.engine)
        return Consideration(proposal: proposal, advice: advice, mode: mode)
    }

    /// The recommendation that says what was considered of the failure with `failureId`.
    package func recommendation(_ considered: Consideration, id: String, failureId: String, at now: Timestamp) -> Recommendation {
        let (proposal, advice, mode) = (considered.proposal, considered.advice, considered.mode)
        return Recommendation(
            id: id,
            failureId: failureId,
            action: proposal.action,
            target: proposal.target,
            uncappedTarget: proposal.uncapped ?? advice?.uncapped,
            backoffSeconds: proposal.backoffSeconds,
            ladder: advice?.ladder ?? [],
            front: advice?.front.map(\.rounded) ?? [],
            contributions: advice?.contributions ?? [],
            reasons: proposal.reasons,
            guardrails: proposal.records,
            mode: mode,
            state: Self.state(of: proposal.action, in: mode),
            createdAt: now,
            decidedBy: considered.isAutomaticRetry ? "policy" : nil
        )
    }

    /// The advice as a proposal for the next attempt.
    private static func proposal(from advice: Advice, reason: String) -> Proposal {
        guard advice.action == .retry, let first = advice.ladder.first else {
            return Proposal(action: .stop, uncapped: advice.uncapped, reasons: [reason, advice.reason])
        }
        return Proposal(
            action: .retry,
            target: first.resources,
            chance: first.successProbability,
            expectedCostUSD: first.expectedCostUSD,
            reasons: [reason, advice.reason]
        )
    }

    /// Where a new recommendation starts.
    private static func state(of action: Recommendation.Action, in mode: RemediationMode) -> RecommendationState {
        switch (action, mode) {
        case (.stop, _), (_, .observe): .observed
        case (.review, _), (.retry, .approve): .pending
        case (.retry, .auto): .approved
        }
    }
}
