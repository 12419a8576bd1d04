package import Remediation

/// Tells somebody of an incident.
package protocol IncidentCaller: Sendable {
    /// Posts `incident` to `url`, under `key`, by which the receiver knows a repetition.
    ///
    /// - Throws: `SchedulerError`, which says whether trying again can help.
    func call(_ url: String, about incident: Incident, key: String) async throws(SchedulerError)
}
