/// A step of a playbook on its way, kept like a delivery: claimed under a lease, tried until it is done or given up.
package struct PlaybookStep: Hashable, Sendable, Codable {
    /// Where a step stands.
    package enum State: String, Codable, Sendable, CaseIterable {
        /// It is to be carried out, or somebody does so now.
        case waiting
        /// It was carried out.
        case done
        /// It was given up.
        case failed
    }

    /// How one try went.
    package enum Result: Hashable, Sendable {
        /// It is carried out; in words what was done.
        case done(String)
        /// It is given up, and why.
        case failed(String)
        /// Try again at `at`.
        case retry(at: Timestamp, error: String)
    }

    /// The longest wait before a try, in seconds: one that is due later is from before the clock went back, and due now.
    package static let longestWaitSeconds = 3_600.0

    /// The same for every try, and so the receiver's idempotency key: the incident, the playbook's name and the step's number.
    package var id: String
    /// The incident that it is a step of.
    package var incidentId: String
    /// The playbook's name and the step's number, `network/1`.
    package var step: String
    /// Where it stands.
    package var state: State
    /// How often it has been claimed; a crash in the middle of a try counts.
    package var tries: Int
    /// Not before this moment.
    package var dueAt: Timestamp
    /// What the last try said.
    package var result: String?

    /// A step that waits.
    package init(
        _ step: String,
        of incidentId: String,
        state: State = .waiting,
        tries: Int = 0,
        dueAt: Timestamp,
        result: String? = nil
    ) {
        id = "\(incidentId)/\(step)"
        self.incidentId = incidentId
        self.step = step
        self.state = state
        self.tries = tries
        self.dueAt = dueAt
        self.result = result
    }
}
