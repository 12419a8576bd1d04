/// Where incidents are kept, and the counts of failures by minute from which they are recognised.
package protocol IncidentStore: Sendable {
    /// Counts the decided failures that were received up to and including `minute` and are not counted yet, of the last fifteen days at
    /// most; what is older is forgotten. The minute that was the last is counted once more. Several processes may ask at once: each failure is counted once.
    func countFailures(through minute: Int64) async throws(RemediationError)

    /// The counts of the minutes from `first` to `last`, in order of minutes, then class, engine and host.
    func failureCounts(from first: Int64, through last: Int64) async throws(RemediationError) -> [FailureCount]

    /// The first minute that has been counted; nil before the first.
    func firstCountedMinute() async throws(RemediationError) -> Int64?

    /// Opens an incident, sets its pause and writes both into the audit log, in one transaction. While one of the same kind is open,
    /// that stays.
    ///
    /// - Returns: The incident in force, and whether it is new.
    func open(_ incident: Incident, holding pause: Pause?) async throws(RemediationError) -> (incident: Incident, isNew: Bool)

    /// Closes an incident and lifts every pause that belongs to it, with audit entries, in one transaction. What was held is due again,
    /// spread over `spreadSeconds`. One that is closed already stays as it is.
    ///
    /// - Throws: `notFound`.
    func close(incidentId: String, actor: String, reason: String?, at now: Timestamp, spreadSeconds: Double) async throws(RemediationError)
        -> Incident

    /// Incidents, newest first; open ones alone if asked for.
    func incidents(openOnly: Bool, page: PageRequest) async throws(RemediationError) -> Page<Incident>

    /// The incident with `id`.
    func incident(id: String) async throws(RemediationError) -> Incident?
}
