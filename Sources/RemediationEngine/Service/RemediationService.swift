internal import LogRules
package import ModelLifecycle
package import Remediation
internal import Synchronization

/// The life of a failed job, from the post to the outcome; every step is stored before the next is taken.
package final class RemediationService: Sendable {
    /// What can be exchanged while the service runs.
    struct Live: Sendable {
        var classifier: Classifier
        var secondOpinion: SecondOpinion?
        var rules: ServiceStatus.Rules
        var advisor: Advisor
        var modelVersion: String
        var policy: RemediationPolicy
        var policyText: String
        var recovered = false
        /// How often each rule decided since the start.
        var ruleHits: [String: Int] = [:]
    }

    /// Where everything is kept.
    package let store: any RemediationStore
    /// The outbox's worker; the composition root runs it.
    package let outbox: Outbox
    /// The watcher of incidents; the composition root runs it.
    package let monitor: IncidentMonitor
    /// How long posts take, for the metrics.
    package let postTimes = PostTimes()
    /// What is paused, for answers that nothing of ours carries out.
    package let watch: PauseWatch
    let tokens: RetryTokens
    let history: HistoryKeeper
    let tail = Mutex(AttemptTail())
    let redactor = LogRedactor.shared
    let origin: ConfigurationOrigin
    let clock: any WallClock
    let identifiers: IdentifierGenerator
    let live: Mutex<Live>

    /// A service of `parts`; call `recover()` before it takes failures.
    package init(_ parts: ServiceParts) {
        store = parts.store
        origin = parts.origin
        // What the site grants is of the start: a model that is adopted later takes the options of the one before.
        history = HistoryKeeper(couplesTime: parts.advisor.options.couplesTime)
        clock = parts.clock
        identifiers = parts.identifiers
        watch = PauseWatch(store: parts.store)
        tokens = RetryTokens(store: parts.store, budget: parts.policy.retryBudget)
        let circuits = Circuits(parts.clients.map(\.name) + parts.policy.playbooks.flatMap(\.circuits))
        outbox = Outbox(
            store: parts.store,
            clients: parts.clients,
            clock: parts.clock,
            budget: parts.policy.retryBudget,
            watch: watch,
            tokens: tokens,
            circuits: circuits
        )
        monitor = IncidentMonitor(
            store: parts.store,
            policy: parts.policy,
            caller: parts.caller,
            clock: parts.clock,
            identifiers: parts.identifiers,
            watch: watch,
            circuits: circuits
        )
        live = Mutex(
            Live(
                classifier: parts.classifier,
                secondOpinion: parts.secondOpinion,
                rules: parts.rules,
                advisor: parts.advisor,
                modelVersion: parts.modelVersion,
                policy: parts.policy,
                policyText: parts.policyText
            )
        )
    }

    /// Rebuilds the history and takes up the failures that a crash left undecided.
    ///
    /// - Throws: `RemediationError` of the store.
    package func recover() async throws(RemediationError) {
        try await noteConfiguration()
        try await watch.refresh()
        try await learnRecorded()
        while true {
            let records = try await store.undecidedFailures(limit: 100)
            if records.isEmpty { break }
            for record in records { _ = try await decide(record) }
        }
        live.withLock { $0.recovered = true }
    }

    /// Takes in a failure: classified, decided and, where the policy says so, put into the outbox, all in the one write that is durable
    /// before the answer.
    ///
    /// - Throws: `RemediationError`: `conflict` for a reused key, or the store's.
    package func post(_ failure: JobFailure, idempotencyKey: String?) async throws(RemediationError) -> Acceptance {
        let start = ContinuousClock.now
        var failure = failure
        failure.log = redactor.redact(failure.log)
        let record = FailureRecord(id: identifiers.next(), receivedAt: clock.now(), failure: failure)
        let (decision, aside) = try await prepare(record)
        willRecord(decision)
        var learnt = false
        defer { learn(decision, isNew: learnt) }
        let accepted: Acceptance
        do throws(RemediationError) {
            let commitStart = ContinuousClock.now
            // Also what fails: a disk that is slow to say no must be seen.
            defer {
                let end = ContinuousClock.now
                postTimes.of(.commit).observe(end - commitStart)
                postTimes.whole.observe(end - start)
            }
            accepted = try await store.accept(
                failure,
                id: record.id,
                idempotencyKey: idempotencyKey,
                receivedAt: record.receivedAt,
                decision: decision
            )
        } catch {
            // What is refused is not stored; of any other error that is not known, and the money stays set aside.
            if error.code == .conflict || error.code == .invalidInput { await giveBack(aside) }
            throw error
        }
        learnt = accepted.isNew && accepted.learnt
        if accepted.isNew { await follow(decision, accepted) } else { await giveBack(aside, of: decision, unlessFor: accepted.record) }
        if accepted.record.recommendation != nil { return accepted }
        return Acceptance(record: try await decide(accepted.record), isNew: accepted.isNew)
    }

    /// What the rules in force say, and where none holds what was learned.
    package func classify(_ evidence: FailureEvidence) -> Classification {
        let (classifier, opinion) = live.withLock { ($0.classifier, $0.secondOpinion) }
        let classification = classifier.classify(evidence)
        return opinion?.complete(classification, of: evidence.log) ?? classification
    }

    /// Attempts learnt, those before a restart too.
    package var learntAttempts: Int { history.attempts }

    /// Attempts learnt that succeeded.
    package var learntSuccesses: Int { history.successes }

    /// The latest runs of this site as a data set: what a model is refitted from.
    package var siteTrace: Trace { history.site }

    /// How many failures each rule decided since the service started.
    package var ruleHits: [String: Int] { live.withLock(\.ruleHits) }

    /// The answer to a question, from the history so far.
    package func advise(_ request: AdviceRequest) -> Advice {
        history.advise(request, by: live.withLock(\.advisor))
    }

    /// Configurations for many pending retries under shared totals, from the history so far.
    ///
    /// - Throws: `RemediationError.invalidInput` for totals that make no sense.
    package func plan(_ request: FleetPlanRequest) throws(RemediationError) -> FleetPlan {
        let advisor = live.withLock(\.advisor)
        return try FleetPlanner().plan(request) { history.advise($0, by: advisor) }
    }

    /// Whether the service can do its work.
    package func status() async -> ServiceStatus {
        var storeError: String?
        do throws(RemediationError) {
            try await store.checkHealth()
        } catch {
            storeError = error.description
        }
        return live.withLock {
            ServiceStatus(storeError: storeError, rules: $0.rules, modelVersion: $0.modelVersion, recovered: $0.recovered)
        }
    }

    /// Decides a failure that a crash left undecided, and stores the decision.
    func decide(_ record: FailureRecord) async throws(RemediationError) -> FailureRecord {
        let (decision, aside) = try await prepare(record)
        willRecord(decision)
        var learnt = false
        defer { learn(decision, isNew: learnt) }
        let decided = try await store.decide(failureId: record.id, decision)
        learnt = decided.learnt
        await giveBack(aside, of: decision, unlessFor: decided.record)
        await follow(decision, decided)
        return decided.record
    }

    private func willRecord(_ decision: Decision) {
        if let id = decision.attempt?.id { tail.withLock { $0.willRecord(id) } }
    }

    private func learn(_ decision: Decision, isNew: Bool) {
        if let numbered = decision.attempt { learn(numbered.attempt, id: numbered.id, isNew: isNew) }
    }

    /// What follows from a decision once it is durable.
    private func follow(_ decision: Decision, _ stored: Acceptance) async {
        await postpone(after: stored.record)
        if let rule = stored.record.classification?.rule { live.withLock { $0.ruleHits[rule, default: 0] += 1 } }
        if decision.delivery != nil { outbox.wake() }
    }

    /// Classifies and decides a failure; stores nothing but what it is to cost.
    ///
    /// - Returns: The decision, and what was set aside for it just now.
    private func prepare(_ record: FailureRecord) async throws(RemediationError) -> (Decision, SetAside) {
        let failure = record.failure
        let classification = postTimes.time(.classify) { classify(FailureEvidence(failure)) }
        await Stage.end()
        let earlier = try await earlierFailures(of: failure)
        let attempt = Attempt(failure, failureClass: classification.failureClass, capped: earlier.wasCapped, endedAt: record.receivedAt)
        let (policy, advisor) = live.withLock { ($0.policy, $0.advisor) }
        let now = clock.now()
        let decider = Decider(policy: policy)
        var considered = decider.consider(
            failure,
            classification: classification,
            failed: earlier.configurations
                + [
                    FailedConfiguration(
                        resources: failure.resources,
                        failureClass: classification.failureClass,
                        runSeconds: failure.runSeconds
                    )
                ],
            circumstances: try await circumstances(of: record, after: earlier, policy, advisor)
        ) { request in postTimes.time(.advise) { history.advise(request, supposing: attempt, by: advisor) } }
        await Stage.end()
        let aside = try await setAside(for: &considered, failure, classification.failureClass, of: policy, at: now)
        let recommendation = decider.recommendation(considered, id: identifiers.next(), failureId: record.id, at: now)
        var decided = record
        decided.classification = classification
        let decision = Decision(
            classification: classification,
            recommendation: recommendation,
            delivery: recommendation.state == .approved ? delivery(of: recommendation, for: decided) : nil,
            attempt: NumberedAttempt(id: identifiers.next(), attempt: attempt, recordedAt: now),
            outcome: earlier.followed.map { outcome($0, attempt: attempt) }
        )
        return (decision, aside)
    }
}
