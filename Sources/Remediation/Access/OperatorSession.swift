/// A signed-in browser as it is kept; the cookie's secret is stored as a hash only.
package struct OperatorSession: Hashable, Sendable {
    /// The name that decisions are recorded under.
    package var actor: String
    /// What the operator may do.
    package var role: Role
    /// The token that was signed in with: the session ends with it. Nil for a session of an identity provider.
    package var tokenId: String?
    /// From when on the session is over.
    package var expiresAt: Timestamp

    /// A session.
    package init(actor: String, role: Role, tokenId: String?, expiresAt: Timestamp) {
        self.actor = actor
        self.role = role
        self.tokenId = tokenId
        self.expiresAt = expiresAt
    }
}
