internal import Foundation
import Remediation
internal import RemediationEngine
internal import SchedulerClients

/// Makes the calls of playbooks through the transport of every other call: no redirects, time-outs, http and https alone.
struct PlaybookCaller: IncidentCaller {
    let transport: HTTPTransport
    let secret: Secret?
    let clock: any WallClock

    func call(_ url: String, about incident: Incident, key: String) async throws(SchedulerError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let body = try? encoder.encode(Message(summary: incident.summary, incident: incident)) else {
            throw SchedulerError("the incident cannot be written as JSON", isTransient: false)
        }
        let bytes = [UInt8](body)
        var headers = ["Content-Type": "application/json", "Idempotency-Key": key]
        if let secret {
            let timestamp = String(clock.now().milliseconds / 1_000)
            headers["X-Mulligan-Timestamp"] = timestamp
            headers["X-Mulligan-Signature"] = WebhookSignature.sign(bytes, timestamp: timestamp, secret: secret)
        }
        let response = try await transport.send(OutboundRequest(.post, url, headers: headers, body: bytes))
        guard response.isSuccess else {
            throw SchedulerError(
                "the receiver answered \(response.status)",
                isTransient: response.isTransient,
                retryAfterSeconds: response.isTransient ? response.retryAfterSeconds(now: clock.now().seconds) : nil
            )
        }
    }

    private struct Message: Encodable {
        var event = "incident"
        var summary: String
        var incident: Incident
    }
}
