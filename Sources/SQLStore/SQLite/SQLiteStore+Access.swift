internal import GRDB
package import Remediation

extension SQLiteStore: AccessStore {
    package func addToken(_ token: AccessToken, hash: SecretHash, actor: String) async throws(RemediationError) {
        try Names.check(token.name, field: "name")
        try await writer.write { db in
            let taken = try db.cachedStatement(sql: "SELECT 1 FROM access_tokens WHERE name = ? AND revoked_at IS NULL")
            guard try Row.fetchOne(taken, arguments: [token.name]) == nil else { throw AccessRow.nameInUse(token.name) }
            try db.cachedStatement(
                sql: """
                    INSERT INTO access_tokens (id, hash, name, role, created_at, expires_at, revoked_at) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """
            ).execute(arguments: [
                token.id, hash.hex, token.name, token.role.rawValue, token.createdAt.milliseconds, token.expiresAt?.milliseconds,
                token.revokedAt?.milliseconds,
            ])
            try Self.append(db, .tokenCreated(token, actor: actor))
        }
    }

    package func token(hash: SecretHash) async throws(RemediationError) -> AccessToken? {
        try await read { db in
            let statement = try db.cachedStatement(sql: "SELECT \(Self.tokenColumns) FROM access_tokens WHERE hash = ?")
            return try Row.fetchOne(statement, arguments: [hash.hex]).map(Self.tokenRow)
        }?.token()
    }

    package func tokens() async throws(RemediationError) -> [AccessToken] {
        let rows = try await read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT \(Self.tokenColumns) FROM access_tokens ORDER BY created_at DESC, id DESC"
            )
            return try Row.fetchAll(statement).map(Self.tokenRow)
        }
        var tokens: [AccessToken] = []
        for row in rows { tokens.append(try row.token()) }
        return tokens
    }

    package func revokeToken(
        id: String,
        actor: String,
        reason: String?,
        at moment: Timestamp
    ) async throws(RemediationError) -> AccessToken {
        try await writer.write { db -> AccessToken in
            let statement = try db.cachedStatement(sql: "SELECT \(Self.tokenColumns) FROM access_tokens WHERE id = ?")
            guard let row = try Row.fetchOne(statement, arguments: [id]).map(Self.tokenRow) else { throw AccessRow.noToken(id) }
            var token = try row.token()
            guard token.revokedAt == nil else { return token }
            try db.cachedStatement(sql: "UPDATE access_tokens SET revoked_at = ? WHERE id = ?")
                .execute(arguments: [moment.milliseconds, id])
            try db.cachedStatement(sql: "DELETE FROM operator_sessions WHERE token_id = ?").execute(arguments: [id])
            try Self.append(db, .tokenRevoked(token, actor: actor, reason: reason, at: moment))
            token.revokedAt = moment
            return token
        }
    }

    package func addSession(_ session: OperatorSession, hash: SecretHash, now: Timestamp) async throws(RemediationError) {
        try Names.check(session.actor, field: "actor")
        try await writer.write { db in
            try db.cachedStatement(sql: "DELETE FROM operator_sessions WHERE expires_at <= ?").execute(arguments: [now.milliseconds])
            try db.cachedStatement(sql: "INSERT INTO operator_sessions (hash, actor, role, token_id, expires_at) VALUES (?, ?, ?, ?, ?)")
                .execute(arguments: [hash.hex, session.actor, session.role.rawValue, session.tokenId, session.expiresAt.milliseconds])
        }
    }

    package func session(hash: SecretHash, now: Timestamp) async throws(RemediationError) -> OperatorSession? {
        try await read { db in
            let statement = try db.cachedStatement(
                sql: """
                    SELECT s.actor, s.role, s.token_id, s.expires_at FROM operator_sessions s
                    LEFT JOIN access_tokens t ON t.id = s.token_id
                    WHERE s.hash = ? AND s.expires_at > ? AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > ?)
                    """
            )
            return try Row.fetchOne(statement, arguments: [hash.hex, now.milliseconds, now.milliseconds]).map {
                SessionRow(actor: $0[0], role: $0[1], tokenId: $0[2], expiresAt: $0[3])
            }
        }?.session()
    }

    package func endSession(hash: SecretHash) async throws(RemediationError) {
        try await writer.write { db in
            try db.cachedStatement(sql: "DELETE FROM operator_sessions WHERE hash = ?").execute(arguments: [hash.hex])
        }
    }

    package func claimSignature(_ hash: SecretHash, now: Timestamp, expiresAt: Timestamp) async throws(RemediationError) -> Bool {
        try await writer.write { db in
            try db.cachedStatement(sql: "DELETE FROM used_signatures WHERE expires_at <= ?").execute(arguments: [now.milliseconds])
            try db.cachedStatement(sql: "INSERT INTO used_signatures (hash, expires_at) VALUES (?, ?) ON CONFLICT (hash) DO NOTHING")
                .execute(arguments: [hash.hex, expiresAt.milliseconds])
            return db.changesCount == 1
        }
    }

    package func releaseSignature(_ hash: SecretHash) async throws(RemediationError) {
        try await writer.write { db in
            try db.cachedStatement(sql: "DELETE FROM used_signatures WHERE hash = ?").execute(arguments: [hash.hex])
        }
    }

    private static let tokenColumns = "id, name, role, created_at, expires_at, revoked_at"

    private static func tokenRow(_ row: Row) -> AccessRow {
        AccessRow(id: row[0], name: row[1], role: row[2], createdAt: row[3], expiresAt: row[4], revokedAt: row[5])
    }
}
