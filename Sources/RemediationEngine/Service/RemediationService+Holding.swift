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
        guard isPosters, considered.isAutomaticRetry else {
            return SetAside(money: try await spend(on: &considered, failure, of: policy, at: now))
        }
        // The token first: money that is given back might be another post's of the same failure.
        if try await tokens.take(at: now) {
            do throws(RemediationError) {
                let money = try await spend(on: &considered, failure, of: policy, at: now)
                if !considered.isAutomaticRetry { tokens.giveBack() }
                return SetAside(money: money, token: considered.isAutomaticRetry)
            } catch {
                tokens.giveBack()
                throw error
            }
        }
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
