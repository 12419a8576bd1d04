/// Reads what a scheduler pushes of its own accord.
package protocol SchedulerHook: Sendable {
    /// The last part of the hook's path: `slurm` is served at `POST /hooks/slurm`.
    var name: String { get }

    /// The events in `body`; none when it says nothing of interest. May ask the scheduler for what its push leaves out.
    ///
    /// - Throws: `RemediationError` that names the field when the body is not the scheduler's.
    func events(in body: [UInt8]) async throws(RemediationError) -> [SchedulerEvent]
}

/// Something that a scheduler reports.
package enum SchedulerEvent: Hashable, Sendable {
    /// An attempt failed.
    case failed(JobFailure)
    /// An attempt ended well.
    case finished(Attempt)
}
