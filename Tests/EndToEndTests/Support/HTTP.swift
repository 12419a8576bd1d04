import Foundation
import Remediation
import SchedulerClients

/// A small HTTP client for tests, over the project's own transport: it pays no heed to the proxy variables that other tests set.
struct HTTP: Sendable {
    /// The service's address.
    var address: String

    private static let transport = HTTPTransport(HTTPTransportOptions(totalTimeoutSeconds: 60, maximumResponseBytes: 64 << 20))

    /// An answer.
    struct Answer: Sendable {
        var status: Int
        /// Header values by lower-case name.
        var headers: [String: String]
        var body: Data

        /// The body as a JSON object.
        var json: [String: Any] { (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:] }

        /// The value at a path of member names: `recommendation.state`.
        func value(_ path: String) -> Any? {
            path.split(separator: ".").reduce(json as Any?) { ($0 as? [String: Any])?[String($1)] }
        }

        /// The text at a path.
        func text(_ path: String) -> String? { value(path) as? String }
    }

    /// Sends a request and waits for the answer.
    func send(_ method: OutboundRequest.Method, _ path: String, body: Data? = nil, headers: [String: String] = [:]) async throws -> Answer {
        let content = body == nil ? headers : headers.merging(["Content-Type": "application/json"]) { own, _ in own }
        let response = try await Self.transport.send(
            OutboundRequest(method, address + path, headers: content, body: [UInt8](body ?? Data()))
        )
        return Answer(status: response.status, headers: response.headers, body: Data(response.body))
    }

    /// Gets a path.
    func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer { try await send(.get, path, headers: headers) }

    /// Posts JSON text.
    func post(_ path: String, _ json: String, headers: [String: String] = [:]) async throws -> Answer {
        try await send(.post, path, body: Data(json.utf8), headers: headers)
    }
}
