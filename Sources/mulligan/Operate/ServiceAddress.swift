internal import ArgumentParser
internal import Foundation
import Remediation
internal import SchedulerClients

/// Where the service is and who asks, for commands of operators.
struct ServiceAddress: ParsableArguments {
    @Option(help: "The service's address (MULLIGAN_URL).")
    var url: String?

    @Option(help: "Your name, for the audit log; the login name by default.")
    var actor: String?

    private var client: ServiceClient {
        ServiceClient(
            baseURL: Settings().text("url", commandLine: url, standard: "http://127.0.0.1:8484"),
            token: Settings().secret("token")
        )
    }

    /// Who decides and why, as a body.
    func decision(note: String?) -> [String: Any] {
        var body: [String: Any] = ["actor": actor ?? OperatingSystemUser.name]
        body["note"] = note
        return body
    }

    /// Posts `body` as JSON.
    func post(_ path: String, _ body: [String: Any]) async throws -> Data {
        try await client.send(.post, path, body: [UInt8](try JSONSerialization.data(withJSONObject: body)))
    }

    /// Gets `path`.
    func get(_ path: String) async throws -> Data { try await client.send(.get, path) }
}
