/// The events of API tokens; their secrets are in none of them.
extension AuditEvent {
    /// A token was made.
    package static func tokenCreated(_ token: AccessToken, actor: String) -> AuditEvent {
        AuditEvent(
            .tokenCreated,
            subject: subject(ofToken: token.id),
            actor: actor,
            after: .object(describe(token)),
            at: token.createdAt
        )
    }

    /// `token`, as it was before, was revoked.
    package static func tokenRevoked(_ token: AccessToken, actor: String, reason: String?, at now: Timestamp) -> AuditEvent {
        var after = describe(token)
        after["revokedAt"] = .string(now.formatted)
        return AuditEvent(
            .tokenRevoked,
            subject: subject(ofToken: token.id),
            actor: actor,
            reason: reason,
            before: .object(describe(token)),
            after: .object(after),
            at: now
        )
    }

    private static func subject(ofToken id: String) -> String { "token/\(id)" }

    private static func describe(_ token: AccessToken) -> [String: JSONValue] {
        var fields: [String: JSONValue] = ["name": .string(token.name), "role": .string(token.role.rawValue)]
        if let end = token.expiresAt { fields["expiresAt"] = .string(end.formatted) }
        return fields
    }
}
