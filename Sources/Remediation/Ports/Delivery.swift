/// A repair on its way to a scheduler: a row of the transactional outbox.
package struct Delivery: Hashable, Sendable, Codable {
    /// Where a delivery stands.
    package enum State: String, Codable, Sendable, CaseIterable {
        case waiting
        case delivered
        case dead
        /// Taken back, because the next attempt ended before it was sent.
        case cancelled
    }

    /// The delivery's identifier.
    package var id: String
    /// The adapter that carries it out: `slurm`, `webhook`.
    package var target: String
    /// What to do.
    package var repair: Repair
    /// Where it stands.
    package var state: State
    /// How often it has been claimed, the present claim included: a crash in the middle of a try counts. Never goes back, so that the number
    /// names one try.
    package var tries: Int
    /// How many of the tries do not count: those before an operator last sent it again, and those that were held before they were sent.
    package var triesBefore: Int
    /// Not before this moment.
    package var dueAt: Timestamp
    /// What the last try said.
    package var lastError: String?
    /// What the scheduler did, of a delivered one.
    package var receipt: String?
    /// What keeps it from being sent though it is due: a pause, an incident, the retry budget.
    package var waitsFor: String?

    /// The tries since it was last sent on its way: what backoff and giving up go by.
    package var recentTries: Int { tries - triesBefore }

    /// What a line in the log names it by.
    package var identifiers: [String: String] {
        ["deliveryId": id, "recommendationId": repair.recommendationId, "failureId": repair.failureId, "target": target]
    }

    /// The latest moment at which a wait can have been set by `now`: clocks of processes on one store may differ by a minute.
    package static func latestStart(at now: Timestamp) -> Timestamp { now.adding(seconds: 60) }

    /// What a cancelled delivery says of itself.
    package static let cancelReason = "the next attempt ended before this was sent"

    /// A delivery that waits.
    package init(
        id: String,
        target: String,
        repair: Repair,
        state: State = .waiting,
        tries: Int = 0,
        triesBefore: Int = 0,
        dueAt: Timestamp,
        lastError: String? = nil,
        receipt: String? = nil,
        waitsFor: String? = nil
    ) {
        self.id = id
        self.target = target
        self.repair = repair
        self.state = state
        self.tries = tries
        self.triesBefore = triesBefore
        self.dueAt = dueAt
        self.lastError = lastError
        self.receipt = receipt
        self.waitsFor = waitsFor
    }
}
