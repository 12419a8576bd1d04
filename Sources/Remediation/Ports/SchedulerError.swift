/// Why a scheduler did not take a repair.
package struct SchedulerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened and what to do about it; no secrets.
    package var message: String
    /// Whether the same repair may succeed later.
    package var isTransient: Bool
    /// How long the scheduler asked us to wait, in seconds.
    package var retryAfterSeconds: Double?

    /// An error.
    package init(_ message: String, isTransient: Bool, retryAfterSeconds: Double? = nil) {
        self.message = message
        self.isTransient = isTransient
        self.retryAfterSeconds = retryAfterSeconds
    }

    package var description: String { message }
}
