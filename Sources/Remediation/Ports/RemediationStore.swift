/// Where failures, decisions, deliveries and history are kept; what a call has returned for is durable.
///
/// Every adapter passes `RemediationStoreConformance` of the test kit.
package protocol RemediationStore: AuditLog, PauseBoard, IncidentStore, SpendingLedger {
    /// Stores a posted failure before it is answered.
    ///
    /// The same `idempotencyKey` twice makes one row: the second call returns the first's record. Without a key, the same job, run and
    /// attempt twice makes one row too. A fresh key on a stored attempt returns the stored record, and stands for that attempt from then on.
    ///
    /// With a decision, a new failure is stored and decided in one transaction; of a failure that is there already the decision is
    /// dropped.
    ///
    /// - Throws: `RemediationError.conflict` when the key was used for another failure, `invalidInput` that names the field when a value
    ///   is out of the bounds that JSON decoding keeps, and what `decide` throws.
    func accept(_ failure: JobFailure, id: String, idempotencyKey: String?, receivedAt: Timestamp, decision: Decision?)
        async throws(RemediationError) -> Acceptance

    /// Stores what was decided about a failure, in one transaction: the classification, the recommendation, its delivery if it is
    /// approved, the attempt for the history, the outcome of the recommendation before, and the audit entries. A failure that has been
    /// decided already stays as it is, and its record is returned.
    ///
    /// - Throws: `notFound`; `conflict` when an identifier or a repair's key is in use; `invalidInput` when the parts do not belong together.
    func decide(failureId: String, _ decision: Decision) async throws(RemediationError) -> Acceptance

    /// The failure with `id`, its log included.
    func failure(id: String) async throws(RemediationError) -> FailureRecord?

    /// Failures that `filter` lets through, newest first; their logs are left out (empty): `failure(id:)` has them.
    func failures(_ filter: FailureFilter, page: PageRequest) async throws(RemediationError) -> Page<FailureRecord>

    /// Failures that were accepted but not decided, oldest first: what a crash interrupted.
    func undecidedFailures(limit: Int) async throws(RemediationError) -> [FailureRecord]

    /// The recommendation with `id`.
    func recommendation(id: String) async throws(RemediationError) -> Recommendation?

    /// Recommendations that `filter` lets through, newest failure first; the cursor is the last one's `failureId`.
    func recommendations(_ filter: FailureFilter, page: PageRequest) async throws(RemediationError) -> Page<Recommendation>

    /// Moves a recommendation to `change.state`, with its delivery, in one transaction. A change without target or note keeps those
    /// there are.
    ///
    /// - Throws: `notFound`, or `conflict` (naming the present state) when it is not in a predecessor of the new state.
    func change(_ change: RecommendationChange) async throws(RemediationError) -> Recommendation

    /// Stores a finished attempt; the same job, run and attempt (or idempotency key) twice makes one row. Attempts without a run are
    /// all kept unless a key says otherwise. An `outcome` is recorded in the same transaction, as `recordOutcome` would.
    ///
    /// - Returns: Whether the attempt was new.
    func recordAttempt(_ attempt: Attempt, id: String, idempotencyKey: String?, recordedAt: Timestamp, outcome: Outcome?)
        async throws(RemediationError) -> Bool

    /// Stored attempts in the order of recording, at most `limit` (at least 1) behind that with the number `sequence` (0: from the first),
    /// but for those with an identifier in `known`: how history is rebuilt at start, and how what other processes record is learnt.
    ///
    /// Numbers are given before a transaction commits, so one may become visible behind a higher one.
    func attempts(after sequence: Int64, excluding known: Set<String>, limit: Int) async throws(RemediationError) -> RecordedAttempts

    /// The newest attempts of `job`, newest first.
    func attempts(ofJob job: String, limit: Int) async throws(RemediationError) -> [Attempt]

    /// Stores an outcome, moves its recommendation to `succeeded` or `failed_again`, and cancels a delivery of it that still waits; a second
    /// outcome of the same recommendation changes nothing.
    ///
    /// - Returns: Whether it was new.
    func recordOutcome(_ outcome: Outcome) async throws(RemediationError) -> Bool

    /// The outcome of a recommendation.
    func outcome(ofRecommendation id: String) async throws(RemediationError) -> Outcome?

    /// The outcomes of the newest recommendations that have one, newest first, at most `limit`.
    func outcomes(limit: Int) async throws(RemediationError) -> [Outcome]

    /// Claims deliveries that are due, oldest first, raises their `tries`, and hides them from other claims for their lease. What a
    /// pause, the budget or the limit of its target keeps back stays, and says in `waitsFor` why (`ClaimScreen` decides).
    func claimDeliveries(_ claim: DeliveryClaim) async throws(RemediationError) -> [Delivery]

    /// Lets deliveries whose wait was set in the future (`Delivery.latestStart`), since the clock has gone back, wait as long as they were
    /// meant to from `now` on.
    ///
    /// - Returns: How many there were.
    @discardableResult
    func rebaseWaits(at now: Timestamp) async throws(RemediationError) -> Int

    /// Records how a delivery went: moves delivery and recommendation together, in one transaction. A finished delivery stays as it is, and
    /// so does a recommendation whose outcome is known already. A cancelled delivery that was under way becomes `delivered` when the
    /// scheduler took it. That try `number` failed or was held changes nothing once the delivery was claimed again: another is under way.
    func finishDelivery(id: String, ofTry number: Int, result: DeliveryResult, at now: Timestamp) async throws(RemediationError)

    /// Puts a dead delivery back into the outbox, with its own idempotency key, and moves its recommendation back to `approved`. Its tries
    /// so far become `triesBefore`, and its next try has the next number.
    ///
    /// - Throws: `notFound`, or `conflict` when it is not dead or its recommendation is not `apply_failed`.
    func redeliver(id: String, actor: String, reason: String?, at now: Timestamp) async throws(RemediationError) -> Delivery

    /// An element for each time that another process may have put a delivery into the outbox, set a pause or lifted one; none from a store that cannot tell, whose
    /// outbox has to look of its own accord.
    func deliveryWakeUps() -> AsyncStream<Void>

    /// The delivery with `id`.
    func delivery(id: String) async throws(RemediationError) -> Delivery?

    /// Deliveries in `state` (nil for all), or of one recommendation, newest first.
    func deliveries(in state: Delivery.State?, ofRecommendation: String?, page: PageRequest) async throws(RemediationError) -> Page<
        Delivery
    >

    /// Counts for metrics and the overview.
    func counts() async throws(RemediationError) -> StoreCounts

    /// Checks that the store can be written to now.
    func checkHealth() async throws(RemediationError)

    /// Finishes what is under way and lets go of files and connections.
    func close() async
}
