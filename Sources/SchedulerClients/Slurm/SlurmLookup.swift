internal import Remediation

/// Tells how a job stands now.
protocol SlurmLookup: Sendable {
    /// The job `id` (`12` or `12_3`); nil when the controller no longer knows it.
    func job(_ id: String) async throws(SchedulerError) -> SlurmJob?
}

extension SlurmControl: SlurmLookup {}
