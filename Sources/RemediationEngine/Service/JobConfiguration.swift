package import Remediation

/// What a job should run with now, and from what that follows.
package struct JobConfiguration: Hashable, Sendable, Codable {
    /// The job's name.
    package var job: String
    /// The advice for its next run.
    package var advice: Advice
    /// How many attempts of it are known.
    package var attempts: Int
    /// How many of them succeeded.
    package var succeeded: Int
    /// The largest peak memory of a successful attempt, in bytes.
    package var largestPeakBytes: Int64?
    /// The newest attempts, newest first.
    package var recent: [Attempt]
}
