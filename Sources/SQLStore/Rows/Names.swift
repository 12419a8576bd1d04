internal import Remediation

/// Bounds on the names that columns hold, the same for every database.
enum Names {
    /// Refuses a name with a NUL character, which databases cut or reject.
    static func check(_ name: String?, field: String) throws(RemediationError) {
        guard let name, name.utf8.contains(0) else { return }
        throw RemediationError(.invalidInput, "contains a NUL character; remove it", field: field)
    }

    /// Refuses a key that is empty, longer than 512 bytes or has a NUL character.
    static func check(key: String?) throws(RemediationError) {
        guard let key else { return }
        guard !key.isEmpty, key.utf8.count <= 512 else {
            throw RemediationError(
                .invalidInput,
                key.isEmpty ? "must not be empty; leave it out" : "is longer than 512 bytes",
                field: "idempotencyKey"
            )
        }
        try check(key, field: "idempotencyKey")
    }

    /// Refuses a failure whose names a column cannot hold.
    static func check(_ failure: JobFailure) throws(RemediationError) {
        try check(failure.job, field: "job")
        try check(failure.runId, field: "runId")
        try check(failure.engine, field: "engine")
    }

    /// Refuses a filter whose names a column cannot hold.
    static func check(_ filter: FailureFilter) throws(RemediationError) {
        try check(filter.job, field: "job")
        try check(filter.runId, field: "runId")
        try check(filter.engine, field: "engine")
    }
}
