/// Where incidents are kept, and the counts of failures by minute from which they are recognised.
package protocol IncidentStore: Sendable {
    /// Counts the decided failures that were received up to and including `minute` and are not counted yet, of the last fifteen days at
    /// most, as `CountingPlan` says: a minute that comes lets one older than that be forgotten, and clocks may go back and leap. The minute
    /// that was the last is counted once more where it is not whole. Several processes may ask at once: each failure is counted once.
    ///
    /// - Throws: `RemediationError`; `unavailable`, also where the task was cancelled meanwhile; then nothing has changed.
    func countFailures(through minute: Int64) async throws(RemediationError)

    /// The counts of the minutes from `first` to `last`, in order of minutes, then class, engine and host.
    func failureCounts(from first: Int64, through last: Int64) async throws(RemediationError) -> [FailureCount]

    /// The first minute that has been counted; nil before the first.
    func firstCountedMinute() async throws(RemediationError) -> Int64?

    /// Opens an incident, sets its pause, writes both into the audit log, and puts the steps of playbooks down that are to be carried out, in
    /// one transaction. While one of the same kind is open, that stays.
    ///
    /// - Returns: The incident in force, and whether it is new.
    func open(_ incident: Incident, holding pause: Pause?, steps: [PlaybookStep]) async throws(RemediationError)
        -> (incident: Incident, isNew: Bool)

    /// Claims a step that waits and is due, and hides it from other claims for its lease. One that is not there yet is put down.
    ///
    /// - Returns: The number of the try, from 1; nil when it is finished, not due, or under way elsewhere.
    /// - Throws: `notFound` when there is no such incident.
    func claim(_ step: PlaybookStep, now: Timestamp, leaseSeconds: Double) async throws(RemediationError) -> Int?

    /// Records how a try of a step went, with `event` in one transaction when the step is changed by it. What is said of a try that is not the
    /// last changes nothing, but for its success; a finished step stays as it is.
    func finish(stepId id: String, ofTry number: Int, result: PlaybookStep.Result, event: AuditEvent?) async throws(RemediationError)

    /// The steps of an incident's playbooks, in order of their identifiers.
    func playbookSteps(ofIncident id: String) async throws(RemediationError) -> [PlaybookStep]

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
