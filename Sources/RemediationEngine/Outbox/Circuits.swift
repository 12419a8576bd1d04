package import Remediation
internal import Synchronization

/// The circuits of everything that requests are sent to, by name: schedulers by their adapters, receivers of playbooks by their hosts.
package final class Circuits: Sendable {
    private let circuits: Mutex<[String: CircuitBreaker]>

    /// Closed circuits of `names`, and of no others: they label a metric.
    package init(_ names: some Sequence<String>) {
        circuits = Mutex(Dictionary(names.map { ($0, CircuitBreaker()) }) { first, _ in first })
    }

    /// The most requests that may be sent now, by name; what has no bound is left out.
    func limits(at now: Timestamp) -> [String: Int] {
        circuits.withLock { $0.compactMapValues { $0.limit(at: now) } }
    }

    /// Where the circuit of `name` stands; closed for an unknown one.
    func state(of name: String, at now: Timestamp) -> CircuitBreaker.State {
        circuits.withLock { $0[name]?.state(at: now) } ?? .closed
    }

    /// Notes that `name` answered, be it by refusing.
    func answered(_ name: String) {
        circuits.withLock { $0[name]?.answered() }
    }

    /// Notes that `name` did not answer.
    func failed(_ name: String, at now: Timestamp) {
        circuits.withLock { $0[name]?.failed(at: now) }
    }

    /// All of them by name, for operators.
    package func status(at now: Timestamp) -> [CircuitStatus] {
        circuits.withLock { circuits in
            circuits.sorted { $0.key < $1.key }.map { target, circuit in
                CircuitStatus(target: target, state: circuit.state(at: now), failures: circuit.failures, openUntil: circuit.openUntil)
            }
        }
    }
}
