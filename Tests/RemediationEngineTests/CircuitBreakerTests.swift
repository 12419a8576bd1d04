import Remediation
import RemediationEngine
import Testing

@Suite struct CircuitBreakerTests {
    private let start = Timestamp(milliseconds: 1_795_000_000_000)

    @Test func opensAfterFailuresInARowAndProbes() {
        var circuit = CircuitBreaker(threshold: 3, pauses: Backoff(baseSeconds: 10, capSeconds: 35))
        for _ in 1...2 { circuit.failed(at: start) }
        circuit.answered()
        for _ in 1...2 { circuit.failed(at: start) }
        #expect(circuit.limit(at: start) == nil)
        circuit.failed(at: start)
        #expect(circuit.state(at: start) == .open)
        #expect(circuit.limit(at: start.adding(seconds: 9.9)) == 0)
        #expect(circuit.limit(at: start.adding(seconds: 10)) == 1)
        // What was under way when it opened changes nothing.
        circuit.failed(at: start.adding(seconds: 1))
        #expect(circuit.limit(at: start.adding(seconds: 10)) == 1)
        // Probes that fail wait twice as long, up to the bound.
        var now = start.adding(seconds: 10)
        for pause in [20.0, 35, 35] {
            circuit.failed(at: now)
            #expect(circuit.state(at: now.adding(seconds: pause - 0.1)) == .open)
            now = now.adding(seconds: pause)
            #expect(circuit.state(at: now) == .halfOpen)
        }
        circuit.answered()
        #expect(circuit.state(at: now) == .closed)
        #expect(circuit.failures == 0)
    }
}
