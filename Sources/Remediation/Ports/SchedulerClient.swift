/// A scheduler that can be asked to run a failed job again with other resources.
package protocol SchedulerClient: Sendable {
    /// The adapter's name, as a policy writes it: `slurm`, `webhook`.
    var name: String { get }

    /// Carries out `repair`, at most once for each idempotency key.
    ///
    /// - Returns: What was done, in words for the audit trail.
    /// - Throws: `SchedulerError`, which says whether trying again can help.
    func apply(_ repair: Repair) async throws(SchedulerError) -> String
}
