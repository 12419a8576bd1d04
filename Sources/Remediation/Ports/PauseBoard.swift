/// The switches that hold repairs back, and the budget that slows them.
///
/// `claimDeliveries` honours both in its own transaction, so that they work at once in every process on the store.
package protocol PauseBoard: Sendable {
    /// What is paused now, oldest first.
    func pauses() async throws(RemediationError) -> [Pause]

    /// Pauses a scope, with its audit entry in one transaction; a scope that is paused already for the same incident, or for none, stays as
    /// it is.
    ///
    /// - Returns: The pause in force.
    func pause(_ pause: Pause) async throws(RemediationError) -> Pause

    /// Lifts a pause, with its audit entry in one transaction. What it held is due again, spread over `spreadSeconds`.
    ///
    /// - Throws: `notFound`.
    func resume(pauseId: String, actor: String, reason: String?, at now: Timestamp, spreadSeconds: Double) async throws(RemediationError)
        -> Pause

    /// Makes the repairs of `job` that the policy has sent on their way, and that nobody has tried yet, due no sooner than `moment`; they say in
    /// `waitsFor` why.
    ///
    /// - Returns: How many are due later than they were.
    @discardableResult
    func postpone(job: String, until moment: Timestamp, reason: String, at now: Timestamp) async throws(RemediationError) -> Int

    /// The retry budget's bucket as the last claim left it; nil before the first.
    func retryTokens() async throws(RemediationError) -> TokenBucket?

    /// Takes whole tokens out of the retry budget's bucket, for repairs that somebody else starts.
    ///
    /// - Returns: How many of `most` there were.
    func takeRetryTokens(upTo most: Int, under budget: RetryBudget, at now: Timestamp) async throws(RemediationError) -> Int

    /// Puts back tokens that were taken and not used, as far as the bucket has room for them.
    func returnRetryTokens(_ count: Int, under budget: RetryBudget, at now: Timestamp) async throws(RemediationError)
}
