package import Remediation

extension PostgresStore: AccessStore {
    private static let addingToken = PostgresStatement(
        "add token",
        """
        INSERT INTO access_tokens (id, hash, name, role, created_at, expires_at, revoked_at)
        SELECT $1, $2, $3, $4, $5::bigint, $6::bigint, $7::bigint
        WHERE NOT EXISTS (SELECT FROM access_tokens WHERE name = $3 AND revoked_at IS NULL) RETURNING id
        """
    )

    package func addToken(_ token: AccessToken, hash: SecretHash, actor: String) async throws(RemediationError) {
        try Names.check(token.name, field: "name")
        let request = Self.addingToken(
            .text(token.id),
            .text(hash.hex),
            .text(token.name),
            .text(token.role.rawValue),
            .integer(token.createdAt.milliseconds),
            PostgresValue(token.expiresAt?.milliseconds),
            PostgresValue(token.revokedAt?.milliseconds)
        )
        try await auditedTransaction { connection in
            guard try connection.run(request).count == 1 else { throw AccessRow.nameInUse(token.name) }
            try Self.append(connection, .tokenCreated(token, actor: actor))
        }
    }

    private static let tokenColumns = "id, name, role, created_at, expires_at, revoked_at"

    private static func tokenRow(_ row: PostgresRows.Row) -> AccessRow {
        AccessRow(
            id: row.text(0),
            name: row.text(1),
            role: row.text(2),
            createdAt: row.integer(3),
            expiresAt: row.integerIfPresent(4),
            revokedAt: row.integerIfPresent(5)
        )
    }

    private static let findingToken = PostgresStatement("token", "SELECT \(tokenColumns) FROM access_tokens WHERE hash = $1")

    package func token(hash: SecretHash) async throws(RemediationError) -> AccessToken? {
        try await read(Self.findingToken(.text(hash.hex))) { $0.first.map(Self.tokenRow) }?.token()
    }

    private static let listingTokens = PostgresStatement(
        "tokens",
        "SELECT \(tokenColumns) FROM access_tokens ORDER BY created_at DESC, id DESC"
    )

    package func tokens() async throws(RemediationError) -> [AccessToken] {
        let rows = try await read(Self.listingTokens()) { $0.map(Self.tokenRow) }
        var tokens: [AccessToken] = []
        for row in rows { tokens.append(try row.token()) }
        return tokens
    }

    private static let findingTokenToRevoke = PostgresStatement(
        "token to revoke",
        "SELECT \(tokenColumns) FROM access_tokens WHERE id = $1 FOR UPDATE"
    )
    private static let revokingToken = PostgresStatement(
        "revoke token",
        """
        WITH ended AS (DELETE FROM operator_sessions WHERE token_id = $1)
        UPDATE access_tokens SET revoked_at = $2::bigint WHERE id = $1
        """
    )

    package func revokeToken(
        id: String,
        actor: String,
        reason: String?,
        at moment: Timestamp
    ) async throws(RemediationError) -> AccessToken {
        try await auditedTransaction { connection in
            guard let row = try connection.run(Self.findingTokenToRevoke(.text(id))).first.map(Self.tokenRow) else {
                throw AccessRow.noToken(id)
            }
            var token = try row.token()
            guard token.revokedAt == nil else { return token }
            try connection.run(Self.revokingToken(.text(id), .integer(moment.milliseconds)))
            try Self.append(connection, .tokenRevoked(token, actor: actor, reason: reason, at: moment))
            token.revokedAt = moment
            return token
        }
    }

    /// Other processes drop sessions that are over at the same time: the rows that they hold are left to them.
    private static let addingSession = PostgresStatement(
        "add session",
        """
        WITH over AS (
            SELECT hash FROM operator_sessions WHERE expires_at <= $6::bigint ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED
        ), dropped AS (
            DELETE FROM operator_sessions s USING over WHERE s.hash = over.hash
        )
        INSERT INTO operator_sessions (hash, actor, role, token_id, expires_at) VALUES ($1, $2, $3, $4, $5::bigint)
        """
    )

    package func addSession(_ session: OperatorSession, hash: SecretHash, now: Timestamp) async throws(RemediationError) {
        try Names.check(session.actor, field: "actor")
        let request = Self.addingSession(
            .text(hash.hex),
            .text(session.actor),
            .text(session.role.rawValue),
            PostgresValue(session.tokenId),
            .integer(session.expiresAt.milliseconds),
            .integer(now.milliseconds)
        )
        try await write(request) { _ in }
    }

    private static let findingSession = PostgresStatement(
        "session",
        """
        SELECT s.actor, s.role, s.token_id, s.expires_at FROM operator_sessions s LEFT JOIN access_tokens t ON t.id = s.token_id
        WHERE s.hash = $1 AND s.expires_at > $2::bigint AND t.revoked_at IS NULL
            AND (t.expires_at IS NULL OR t.expires_at > $2::bigint)
        """
    )

    package func session(hash: SecretHash, now: Timestamp) async throws(RemediationError) -> OperatorSession? {
        try await read(Self.findingSession(.text(hash.hex), .integer(now.milliseconds))) { rows in
            rows.first.map {
                SessionRow(actor: $0.text(0), role: $0.text(1), tokenId: $0.textIfPresent(2), expiresAt: $0.integer(3))
            }
        }?.session()
    }

    private static let endingSession = PostgresStatement("end session", "DELETE FROM operator_sessions WHERE hash = $1")

    package func endSession(hash: SecretHash) async throws(RemediationError) {
        try await write(Self.endingSession(.text(hash.hex))) { _ in }
    }

    /// A mark that ended may be taken over; the others that ended are dropped, but for those that another process holds.
    private static let claimingSignature = PostgresStatement(
        "claim signature",
        """
        WITH over AS (
            SELECT hash FROM used_signatures WHERE expires_at <= $2::bigint AND hash <> $1
            ORDER BY expires_at LIMIT 1000 FOR UPDATE SKIP LOCKED
        ), dropped AS (
            DELETE FROM used_signatures s USING over WHERE s.hash = over.hash
        )
        INSERT INTO used_signatures AS s (hash, expires_at) VALUES ($1, $3::bigint)
        ON CONFLICT (hash) DO UPDATE SET expires_at = excluded.expires_at WHERE s.expires_at <= $2::bigint RETURNING hash
        """
    )

    package func claimSignature(_ hash: SecretHash, now: Timestamp, expiresAt: Timestamp) async throws(RemediationError) -> Bool {
        var request = Self.claimingSignature(.text(hash.hex), .integer(now.milliseconds), .integer(expiresAt.milliseconds))
        // What this very call marked would be taken for somebody else's.
        request.isRepeatable = false
        return try await write(request) { $0.count == 1 }
    }

    private static let releasingSignature = PostgresStatement("release signature", "DELETE FROM used_signatures WHERE hash = $1")

    package func releaseSignature(_ hash: SecretHash) async throws(RemediationError) {
        try await write(Self.releasingSignature(.text(hash.hex))) { _ in }
    }
}
