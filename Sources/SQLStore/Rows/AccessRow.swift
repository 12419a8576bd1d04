internal import Remediation

/// A token as its columns say it.
struct AccessRow: Sendable {
    var id: String
    var name: String
    var role: String
    var createdAt: Int64
    var expiresAt: Int64?
    var revokedAt: Int64?

    /// The token that the columns hold.
    func token() throws(RemediationError) -> AccessToken {
        AccessToken(
            id: id,
            name: name,
            role: try Self.role(role, row: id),
            createdAt: Timestamp(milliseconds: createdAt),
            expiresAt: expiresAt.map(Timestamp.init(milliseconds:)),
            revokedAt: revokedAt.map(Timestamp.init(milliseconds:))
        )
    }

    /// The role of a column: one that is unknown opens nothing.
    static func role(_ name: String, row: String) throws(RemediationError) -> Role {
        guard let role = Role(rawValue: name) else {
            throw RemediationError(.corrupt, "\(row) has the unknown role \"\(name)\"; start the Mulligan that wrote it")
        }
        return role
    }

    /// The error for a name that another token bears.
    static func nameInUse(_ name: String) -> RemediationError {
        RemediationError(
            .conflict,
            "a token is named \"\(name)\" already; choose another name, or revoke that one first: mulligan tokens revoke",
            field: "name"
        )
    }

    /// The error for an identifier that no token has.
    static func noToken(_ id: String) -> RemediationError {
        RemediationError(.notFound, "no token has this identifier; mulligan tokens list shows them", field: "id")
    }
}

/// A session as its columns say it.
struct SessionRow: Sendable {
    var actor: String
    var role: String
    var tokenId: String?
    var expiresAt: Int64

    /// The session that the columns hold.
    func session() throws(RemediationError) -> OperatorSession {
        OperatorSession(
            actor: actor,
            role: try AccessRow.role(role, row: "a session"),
            tokenId: tokenId,
            expiresAt: Timestamp(milliseconds: expiresAt)
        )
    }
}
