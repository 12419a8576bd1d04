import Remediation
internal import Synchronization

extension RemediationService {
    /// Sets aside what an automatic retry costs, or turns it into a review where something holds it.
    ///
    /// A repair that an adapter carries out is held in the outbox. Where whoever posted the failure makes the retry, the answer is all that
    /// there is to hold: a pause, an incident and the retry budget bind it.
    func setAside(
        for considered: inout Consideration,
        _ failure: JobFailure,
        _ failureClass: FailureClass,
        of policy: RemediationPolicy,
        at now: Timestamp
    ) async throws(RemediationError) -> SetAside {
        let isPosters = considered.isAutomaticRetry && adapter(for: failure.engine, of: policy) == nil
        if isPosters { holdWhatIsPaused(&considered.proposal, failure, failureClass) }
        var aside = SetAside(money: try await spend(on: &considered, failure, of: policy, at: now))
        guard isPosters, considered.isAutomaticRetry else { return aside }
        do throws(RemediationError) {
            aside.token = try await tokens.take(at: now)
        } catch {
            await giveBack(aside)
            throw error
        }
        guard !aside.token else { return aside }
        await giveBack(aside)
        let perMinute = HumanUnits.number(policy.retryBudget.perMinute)
        considered.proposal.halt(
            .review,
            by: "retry-budget",
            because:
                "The retry budget of the fleet is used up, and fills again by \(perMinute) a minute: not retried, until an operator approves."
        )
        return SetAside()
    }

    /// The adapter that repairs the jobs of `engine`; nil where whoever posted the failure does.
    func adapter(for engine: String, of policy: RemediationPolicy) -> String? {
        policy.adapters[engine].flatMap { outbox.carries($0) ? $0 : nil }
    }

    private func holdWhatIsPaused(_ proposal: inout Proposal, _ failure: JobFailure, _ failureClass: FailureClass) {
        let pauses = watch.pauses
        guard !pauses.isEmpty else { return }
        let held = pauses.first { pause in
            pause.scope.covers(
                failureClass,
                job: failure.job,
                engine: failure.engine,
                labels: failure.labels,
                isUnchanged: proposal.target == failure.resources
            )
        }
        guard let held else { return }
        let (name, subject) = held.incidentId.map { ("incident", "incident \($0)") } ?? ("pause", "pause \(held.id)")
        let reason = held.waitReason
        proposal.halt(
            .review,
            by: name,
            because: "\(reason.prefix(1).uppercased())\(reason.dropFirst()) (\(subject)): not retried, until an operator approves."
        )
    }
}
