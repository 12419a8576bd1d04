internal import GRDB
internal import Remediation

/// Says what SQLite's errors mean for an operator, and what to do.
struct SQLiteErrors: Sendable {
    /// The database file.
    let path: String

    /// Any use of a store after `close`.
    static let closed = RemediationError(.unavailable, "the store is closed; the service is shutting down")

    /// `error` as a value with a remedy.
    func translate(_ error: any Error) -> RemediationError {
        switch error {
        case let error as RemediationError: error
        case let error as DatabaseError: translate(error)
        case is CancellationError: RemediationError(.unavailable, "the request was cancelled before the store answered")
        default: RemediationError(.internalFault, "the store failed; see the cause", cause: error)
        }
    }

    private func translate(_ error: DatabaseError) -> RemediationError {
        switch error.resultCode {
        case .SQLITE_FULL:
            RemediationError(
                .unavailable,
                "the disk that holds \(path) is full; free space on it, nothing acknowledged is lost",
                cause: Detail(error)
            )
        case .SQLITE_IOERR:
            RemediationError(
                .unavailable,
                "reading or writing \(path) failed; check the disk's free space and its health, then try again",
                cause: Detail(error)
            )
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            RemediationError(
                .unavailable,
                "\(path) is locked by another process; find it with `fuser \(path)` and let it finish, then try again",
                cause: Detail(error)
            )
        case .SQLITE_CORRUPT:
            RemediationError(
                .corrupt,
                "\(path) is damaged; stop the service, then restore a backup or salvage the file with `sqlite3 \(path) .recover`",
                cause: Detail(error)
            )
        case .SQLITE_NOTADB:
            RemediationError(
                .corrupt,
                "\(path) is not an SQLite database; choose another path, or move the file away",
                cause: Detail(error)
            )
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
            RemediationError(
                .unavailable,
                "\(path) cannot be written to; give the service's user write permission on the file and its directory",
                cause: Detail(error)
            )
        case .SQLITE_CANTOPEN:
            RemediationError(
                .unavailable,
                "\(path) cannot be opened; check that its directory exists and that the service's user may write there",
                cause: Detail(error)
            )
        case .SQLITE_TOOBIG:
            RemediationError(.tooLarge, "the value is larger than the store can hold; send a shorter log", cause: Detail(error))
        case .SQLITE_CONSTRAINT:
            constraint(error)
        case .SQLITE_MISUSE where error.message?.contains("closed") == true, .SQLITE_INTERRUPT, .SQLITE_ABORT:
            Self.closed
        default:
            RemediationError(.internalFault, "the store failed; see the cause", cause: Detail(error))
        }
    }

    private func constraint(_ error: DatabaseError) -> RemediationError {
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_ROWID:
            RemediationError(.conflict, "an identifier or key is in use already; use a fresh one", cause: Detail(error))
        case .SQLITE_CONSTRAINT_FOREIGNKEY:
            RemediationError(.notFound, "the row that this belongs to does not exist", cause: Detail(error))
        default:
            RemediationError(.invalidInput, "the value breaks a rule of the store; see the cause", cause: Detail(error))
        }
    }

    /// The code and message of a database error, without its SQL and arguments: those may hold a payload.
    private struct Detail: Error, CustomStringConvertible {
        let description: String

        init(_ error: DatabaseError) {
            description = "SQLite error \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
        }
    }
}
