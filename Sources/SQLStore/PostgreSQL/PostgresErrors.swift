internal import Remediation

/// Says what PostgreSQL's errors mean for an operator, and what to do.
struct PostgresErrors: Sendable {
    /// The database.
    let address: PostgresAddress

    /// Any use of a store after `close`.
    static let closed = RemediationError(.unavailable, "the store is closed; the service is shutting down")

    /// `error` as a value with a remedy.
    func translate(_ error: any Error) -> RemediationError {
        switch error {
        case let error as RemediationError: error
        case let error as PostgresFailure: translate(error)
        default: RemediationError(.internalFault, "the store failed; see the cause", cause: error)
        }
    }

    private func translate(_ failure: PostgresFailure) -> RemediationError {
        guard !failure.isConnectionLost, let state = failure.sqlState else {
            return RemediationError(
                .unavailable,
                "\(address) cannot be used; check that PostgreSQL runs and may be reached, and the user, password and database of the address; nothing acknowledged is lost",
                cause: failure
            )
        }
        return switch state {
        case "23505":
            RemediationError(.conflict, "an identifier or key is in use already; use a fresh one", cause: failure)
        case "23503":
            RemediationError(.notFound, "the row that this belongs to does not exist", cause: failure)
        case "53100":
            RemediationError(
                .unavailable,
                "the disk that holds \(address) is full; free space on it, nothing acknowledged is lost",
                cause: failure
            )
        case "53300":
            RemediationError(.unavailable, "\(address) takes no more connections; raise max_connections", cause: failure)
        case "25006":
            RemediationError(.unavailable, "\(address) can only be read: it is a standby; name the primary", cause: failure)
        case "42501":
            RemediationError(
                .unavailable,
                "the user of \(address) may not do this; let it own the schema mulligan: ALTER SCHEMA mulligan OWNER TO ...",
                cause: failure
            )
        case "55P03", "57014":
            RemediationError(
                .unavailable,
                "\(address) is too busy, or a row is locked; look at pg_stat_activity, then try again",
                cause: failure
            )
        case "XX001", "XX002":
            RemediationError(.corrupt, "\(address) is damaged; restore a backup", cause: failure)
        case "54000":
            RemediationError(.tooLarge, "a name or key is longer than the store can index; send a shorter one", cause: failure)
        default:
            switch state.prefix(2) {
            case "22", "23":
                RemediationError(.invalidInput, "the value breaks a rule of the store; see the cause", cause: failure)
            case "40", "53", "57", "58":
                RemediationError(.unavailable, "\(address) could not do this now; try again", cause: failure)
            default:
                RemediationError(.internalFault, "the store failed; see the cause", cause: failure)
            }
        }
    }
}
