/// An API token as it is kept: everything but the secret, of which only a hash is stored.
package struct AccessToken: Hashable, Sendable {
    /// The identifier by which it is revoked; not secret.
    package var id: String
    /// The name that decisions are recorded under: 1 to 128 characters, of one token at a time.
    package var name: String
    /// What its bearer may do.
    package var role: Role
    /// When it was made.
    package var createdAt: Timestamp
    /// From when on it is refused; nil for never.
    package var expiresAt: Timestamp?
    /// When it was revoked; nil while it is not.
    package var revokedAt: Timestamp?

    /// A token.
    package init(id: String, name: String, role: Role, createdAt: Timestamp, expiresAt: Timestamp? = nil, revokedAt: Timestamp? = nil) {
        self.id = id
        self.name = name
        self.role = role
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }

    /// Whether it opens anything at `moment`.
    package func isValid(at moment: Timestamp) -> Bool {
        revokedAt == nil && expiresAt.map { moment < $0 } ?? true
    }
}
