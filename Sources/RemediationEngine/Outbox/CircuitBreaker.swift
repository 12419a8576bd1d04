package import Remediation

/// Keeps the outbox from hammering a scheduler that does not answer: after some failures in a row nothing is sent for a while, then one
/// probe, and its answer decides. Nygard, "Release It!", 2007.
package struct CircuitBreaker: Hashable, Sendable {
    /// Where a circuit stands.
    package enum State: String, Codable, Sendable, CaseIterable {
        /// Deliveries flow.
        case closed
        /// Nothing is sent.
        case open
        /// One delivery at a time is sent, to see.
        case halfOpen = "half_open"
    }

    /// So many failures in a row open the circuit.
    package let threshold: Int
    /// The pauses of an open circuit: the first, and their bound, in seconds; they double while probes fail.
    package let pauses: Backoff
    /// Failures in a row.
    package private(set) var failures = 0
    /// Until when the circuit is open; nil while it is closed.
    package private(set) var openUntil: Timestamp?

    /// A closed circuit.
    package init(threshold: Int = 5, pauses: Backoff = Backoff(baseSeconds: 15, capSeconds: 300)) {
        self.threshold = max(threshold, 1)
        self.pauses = pauses
    }

    /// Where the circuit stands at `now`.
    package func state(at now: Timestamp) -> State {
        guard let openUntil else { return .closed }
        // Further off than any pause it lies only when the clock has gone back since.
        return now < openUntil && openUntil.seconds - now.seconds <= pauses.capSeconds ? .open : .halfOpen
    }

    /// The most deliveries that may be sent at `now`; nil for no bound.
    package func limit(at now: Timestamp) -> Int? {
        switch state(at: now) {
        case .closed: nil
        case .open: 0
        case .halfOpen: 1
        }
    }

    /// The scheduler answered, be it by refusing: it is there.
    package mutating func answered() {
        failures = 0
        openUntil = nil
    }

    /// The scheduler did not answer.
    package mutating func failed(at now: Timestamp) {
        // Deliveries under way when the circuit opened say nothing new, and must not lengthen the pause.
        if state(at: now) == .open { return }
        failures += 1
        guard failures >= threshold else { return }
        openUntil = now.adding(seconds: pauses.boundSeconds(afterTries: failures - threshold + 1))
    }
}

/// The circuit of one scheduler or receiver, for operators.
package struct CircuitStatus: Hashable, Sendable, Codable {
    /// The adapter's name, or `playbook/` and the host of whom playbooks call.
    package var target: String
    /// Where it stands.
    package var state: CircuitBreaker.State
    /// Failures in a row.
    package var failures: Int
    /// Until when nothing is sent.
    package var openUntil: Timestamp?
}
