package import Remediation
internal import RetryForecast
internal import Synchronization

extension RemediationService {
    /// What guardrails look at beside a failure; nothing is asked that the policy does not use.
    func circumstances(
        of record: FailureRecord,
        after earlier: EarlierFailures,
        _ policy: RemediationPolicy,
        _ advisor: Advisor
    ) async throws(RemediationError) -> Circumstances {
        var circumstances = Circumstances()
        let failure = record.failure
        if policy.asksCost {
            let now = clock.now()
            circumstances.cost = { [history] in history.expectedCost(of: $1, $0, by: advisor, at: now) }
        }
        if policy.runBudgetUSD != nil, failure.attempt > 1 {
            let this = FailedConfiguration(resources: failure.resources, runSeconds: failure.runSeconds)
            circumstances.spentUSD = (earlier.retries + [this]).map { cost(of: $0, in: failure, by: advisor) }.reduce(0, +)
        }
        if let rule = policy.coolDown, rule.failures > 1 {
            circumstances.recentFailures = try await recentFailures(with: record, by: rule)
        }
        return circumstances
    }

    /// How many times the job of `record` has failed within the rule's window, that failure included.
    private func recentFailures(with record: FailureRecord, by rule: CoolDownRule) async throws(RemediationError) -> Int {
        let failure = record.failure
        let since = record.receivedAt.adding(seconds: -rule.withinSeconds)
        // Later than that only when the clock has gone back since: how long ago it was is not known.
        let until = record.receivedAt.adding(seconds: rule.withinSeconds)
        // This failure may be among them: a crash left it undecided, or it is posted again.
        let newest = try await store.failures(FailureFilter(job: failure.job), page: PageRequest(limit: rule.failures)).items
        let others = newest.filter { other in
            other.receivedAt > since && other.receivedAt <= until
                && (other.failure.runId, other.failure.attempt) != (failure.runId, failure.attempt)
        }
        return others.count + 1
    }

    /// What a failed retry has cost, in USD; where its run time is not known, what it was expected to cost.
    private func cost(of retry: FailedConfiguration, in failure: JobFailure, by advisor: Advisor) -> Double {
        guard let seconds = retry.runSeconds else {
            let request = AdviceRequest(job: failure.job, engine: failure.engine, labels: failure.labels)
            return history.expectedCost(of: retry.resources, request, by: advisor, at: clock.now())
        }
        return advisor.priceList.book(machine: failure.labels[PriceList.machineLabel], at: clock.now()).cost(
            retry.resources,
            seconds: seconds
        )
    }

    /// Sets aside what an automatic retry is to cost, where the policy has a budget of the day; without the money a person is asked.
    ///
    /// - Returns: The key of what was set aside just now, to be given back if the decision comes to nothing.
    func spend(
        on considered: inout Consideration,
        _ failure: JobFailure,
        of policy: RemediationPolicy,
        at now: Timestamp
    ) async throws(RemediationError) -> String? {
        guard let mostUSD = policy.dayBudgetUSD, considered.isAutomaticRetry else { return nil }
        let reservation = SpendingReservation(after: failure, at: now, amountUSD: considered.proposal.expectedCostUSD ?? 0)
        let answer = try await store.reserve(reservation, mostUSD: mostUSD)
        let budget = DayBudget(mostUSD: mostUSD, answer: answer, day: reservation.day)
        considered.proposal = budget.apply(to: considered.proposal, of: failure, after: [])
        return answer.isNew ? reservation.key : nil
    }

    /// Lets what is on its way for a job that is left alone for a while wait too.
    func postpone(after record: FailureRecord) async {
        guard let rule = live.withLock({ $0.policy.coolDown }), let reason = await coolDownReason(after: record, by: rule) else { return }
        let moment = record.receivedAt.adding(seconds: rule.waitSeconds)
        // The failure is taken and decided: that an earlier retry goes sooner is no reason to refuse it.
        _ = try? await store.postpone(job: record.failure.job, until: moment, reason: reason, at: clock.now())
    }

    /// Why the job of a stored failure is left alone for a while; nil where it is not.
    ///
    /// Of failures that were posted at the same moment none has seen the others when it is decided, so they are counted once more now that
    /// they are stored: the last of them sees all. That is for repairs that an adapter makes; an answer that tells its poster to retry has
    /// been decided by then, and stays.
    private func coolDownReason(after record: FailureRecord, by rule: CoolDownRule) async -> String? {
        guard let recommendation = record.recommendation else { return nil }
        if let fired = recommendation.guardrails.first(where: { $0.guardrail == "cool-down" }) { return fired.reason }
        guard rule.failures > 1, recommendation.state == .approved, recommendation.decidedBy == "policy",
            adapter(for: record.failure.engine, of: live.withLock(\.policy)) != nil,
            let count = try? await recentFailures(with: record, by: rule), count >= rule.failures
        else { return nil }
        return rule.reason(for: record.failure.job)
    }

    /// Gives back what was set aside for a `decision` that was dropped, since the failure had been decided already. The money stays where
    /// that decision is a retry that was sent by policy: it is the same money.
    func giveBack(_ aside: SetAside, of decision: Decision, unlessFor record: FailureRecord) async {
        if aside.token, record.recommendation?.id != decision.recommendation.id { tokens.giveBack() }
        guard let decided = record.recommendation, decided.decidedBy != "policy" else { return }
        await giveBack(SetAside(money: aside.money))
    }

    /// Gives back what was set aside for a failure that is not taken.
    func giveBack(_ aside: SetAside) async {
        if aside.token { tokens.giveBack() }
        guard let key = aside.money else { return }
        // A dollar that stays set aside makes the day's budget smaller, never larger.
        try? await store.release(reservation: key)
    }
}

/// What the automatic retries of the present day are expected to cost.
package struct DaySpending: Hashable, Sendable, Codable {
    /// What may be spent, in USD.
    package var mostUSD: Double
    /// What is spent, in USD.
    package var spentUSD: Double
    /// When the next day's budget begins.
    package var renewsAt: Timestamp
}
