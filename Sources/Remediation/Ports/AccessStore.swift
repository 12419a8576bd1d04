/// Where tokens, sessions and the marks of used signatures are kept; what a call has returned for is durable.
///
/// Every adapter passes `AccessStoreConformance` of the test kit. Secrets never reach a store: it sees their hashes alone.
package protocol AccessStore: Sendable {
    /// Stores a new token, with its audit entry in the name of `actor`.
    ///
    /// - Throws: `conflict` when a token that is not revoked has the name, or the identifier or hash is in use.
    func addToken(_ token: AccessToken, hash: SecretHash, actor: String) async throws(RemediationError)

    /// The token with `hash`, also when it is expired or revoked.
    func token(hash: SecretHash) async throws(RemediationError) -> AccessToken?

    /// Every token, newest first, the revoked and expired ones too.
    func tokens() async throws(RemediationError) -> [AccessToken]

    /// Revokes the token with `id`, with its audit entry, and ends the sessions that were signed in with it; one that is revoked already
    /// stays as it is.
    ///
    /// - Returns: The token as it is now.
    /// - Throws: `notFound`.
    func revokeToken(id: String, actor: String, reason: String?, at moment: Timestamp) async throws(RemediationError) -> AccessToken

    /// Stores a session, and drops those that were over before `now`.
    ///
    /// - Throws: `conflict` when the hash is in use, `notFound` when there is no such token.
    func addSession(_ session: OperatorSession, hash: SecretHash, now: Timestamp) async throws(RemediationError)

    /// The session with `hash` that is not over at `now`; nil also when its token is revoked or expired.
    func session(hash: SecretHash, now: Timestamp) async throws(RemediationError) -> OperatorSession?

    /// Ends a session; an unknown one is ignored.
    func endSession(hash: SecretHash) async throws(RemediationError)

    /// Marks a signature as used until `expiresAt`, and drops the marks that ended before `now`.
    ///
    /// - Returns: Whether it was not marked before.
    func claimSignature(_ hash: SecretHash, now: Timestamp, expiresAt: Timestamp) async throws(RemediationError) -> Bool

    /// Takes a mark away, so that a request which failed may come again; an unknown one is ignored.
    func releaseSignature(_ hash: SecretHash) async throws(RemediationError)
}
