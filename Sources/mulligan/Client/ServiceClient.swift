internal import Foundation
import Remediation
internal import SchedulerClients

/// Talks to a running service.
struct ServiceClient {
    /// The service's address: `http://127.0.0.1:8484`.
    var baseURL: String
    /// The API token, where the service asks for one.
    var token: String?

    /// Posts a failure.
    ///
    /// - Returns: The body of the answer.
    /// - Throws: `RemediationError` with the service's own words when it refuses.
    func post(_ failure: JobFailure, idempotencyKey: String?) async throws -> Data {
        var headers: [String: String] = [:]
        headers["Idempotency-Key"] = idempotencyKey
        return try await send(.post, "/v1/failures", headers: headers, body: [UInt8](try JSONEncoder().encode(failure)))
    }

    /// Sends a request to `path`, with a body of JSON.
    ///
    /// - Returns: The body of the answer.
    /// - Throws: `RemediationError` with the service's own words when it refuses.
    func send(
        _ method: OutboundRequest.Method,
        _ path: String,
        headers: [String: String] = [:],
        body: [UInt8] = []
    ) async throws -> Data {
        var headers = headers
        headers["Authorization"] = token.map { "Bearer \($0)" }
        if !body.isEmpty { headers["Content-Type"] = "application/json" }
        let transport = HTTPTransport()
        let response: OutboundResponse
        do throws(SchedulerError) {
            response = try await transport.send(OutboundRequest(method, baseURL + path, headers: headers, body: body))
        } catch {
            await transport.shutdown()
            throw RemediationError(.unavailable, "\(error.message); is the service running at \(baseURL)? start it with: mulligan serve")
        }
        await transport.shutdown()
        let answer = Data(response.body)
        guard (200..<300).contains(response.status) else {
            let problem = try? JSONDecoder().decode(Problem.self, from: answer)
            throw RemediationError(
                (400..<500).contains(response.status) ? .invalidInput : .unavailable,
                problem?.detail ?? "the service answered \(response.status)",
                field: problem?.field
            )
        }
        return answer
    }

    /// The parts of a problem document (RFC 9457) that are shown.
    private struct Problem: Decodable {
        var detail: String?
        var field: String?
    }
}
