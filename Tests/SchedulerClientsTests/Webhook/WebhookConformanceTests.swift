import Foundation
import Remediation
import RemediationTesting
import SchedulerClients
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct WebhookConformanceTests {
    /// A receiver that honours the idempotency key, as docs/integrations.md asks of every one.
    private final class Receiver: SchedulerClientHarness {
        private struct State {
            var seen: Set<String> = []
            var restarts: [String: Int] = [:]
        }

        private let state: Arc
        private let server: LocalServer
        private let silent: LocalServer
        private let secret = Secret("shared")

        private final class Arc: Sendable {
            let value = Mutex(State())
        }

        init() throws {
            let state = Arc()
            let secret = secret
            self.state = state
            silent = try LocalServer { _ in .silence }
            server = try LocalServer { request in
                guard
                    let timestamp = request.headers["x-mulligan-timestamp"], let signature = request.headers["x-mulligan-signature"],
                    WebhookSignature.isValid(signature, body: request.body, timestamp: timestamp, secret: secret)
                else { return .answer(401) }
                guard let key = request.headers["idempotency-key"],
                    let repair = try? JSONDecoder().decode(Repair.self, from: Data(request.body))
                else { return .answer(400) }
                guard repair.runId != "impossible" else { return .answer(422) }
                return state.value.withLock { state in
                    if state.seen.insert(key).inserted { state.restarts[repair.runId, default: 0] += 1 }
                    return .answer(202)
                }
            }
        }

        private func client(_ url: String) -> any SchedulerClient {
            WebhookClient(url: url, secret: secret, transport: HTTPTransport(.init(totalTimeoutSeconds: 600)))
        }

        func client() -> any SchedulerClient { client(server.url + "/repairs") }
        func repairableFailure(key: String) -> Repair { Samples.repair(key: key, runId: "run-of-\(key)") }
        func impossibleRepair(key: String) -> Repair { Samples.repair(key: key, runId: "impossible") }
        func restarts(of repair: Repair) -> Int { state.value.withLock { $0.restarts[repair.runId] ?? 0 } }

        func clientOfDeadScheduler() throws -> any SchedulerClient {
            let gone = try LocalServer { _ in .hangUp }
            defer { gone.stop() }
            return client(gone.url)
        }

        func clientOfHangingScheduler() -> (any SchedulerClient)? { client(silent.url) }
    }

    @Test func keepsThePromisesOfItsPort() async throws {
        try await SchedulerClientConformance(Receiver()).run()
    }
}
