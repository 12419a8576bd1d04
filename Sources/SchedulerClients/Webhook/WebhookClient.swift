internal import FoundationEssentials
package import Remediation

/// Hands repairs to any HTTP endpoint: for schedulers without an adapter of their own.
///
/// The body is the `Repair` as JSON. Headers: `Idempotency-Key`; with a secret also `X-Mulligan-Timestamp` and
/// `X-Mulligan-Signature` (see `WebhookSignature`). The receiver acts at most once for each key.
package struct WebhookClient: SchedulerClient {
    package let name: String
    private let url: String
    private let secret: Secret?
    private let transport: HTTPTransport
    private let clock: any WallClock

    /// A client that posts to `url`.
    ///
    /// - Parameters:
    ///   - name: The adapter's name in policies.
    ///   - url: The receiver, `http` or `https`.
    ///   - secret: The key of the signature; nil leaves requests unsigned.
    package init(
        name: String = "webhook",
        url: String,
        secret: Secret?,
        transport: HTTPTransport,
        clock: any WallClock = SystemWallClock()
    ) {
        self.name = name
        self.url = url
        self.secret = secret
        self.transport = transport
        self.clock = clock
    }

    /// Posts `repair`; 2xx is a receipt.
    ///
    /// - Throws: `SchedulerError`: transient for no answer, 408, 425, 429 and 5xx; permanent for anything else that is not 2xx.
    package func apply(_ repair: Repair) async throws(SchedulerError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let body = try? encoder.encode(repair) else {
            throw SchedulerError("the repair cannot be written as JSON: one of its numbers is not finite", isTransient: false)
        }
        let bytes = Array(body)
        let timestamp = String(clock.now().milliseconds / 1_000)
        var headers = ["Content-Type": "application/json", "Idempotency-Key": repair.idempotencyKey]
        if let secret {
            headers["X-Mulligan-Timestamp"] = timestamp
            headers["X-Mulligan-Signature"] = WebhookSignature.sign(bytes, timestamp: timestamp, secret: secret)
        }
        let response = try await transport.send(OutboundRequest(.post, url, headers: headers, body: bytes))
        if response.isSuccess { return "the webhook answered \(response.status)" }
        throw refusal(response)
    }

    private func refusal(_ response: OutboundResponse) -> SchedulerError {
        let remedy =
            switch response.status {
            case 300...399: "it redirects, which is not followed; configure the final address"
            case 401, 403: "check the secret that both sides share and the clocks of both machines"
            case 404, 405, 410: "check the URL's path"
            case 413: "raise the receiver's limit on bodies"
            case 408, 425, 429: "it asks for patience"
            case 500...599: "the fault is the receiver's; see its log"
            default: "see the receiver's log"
            }
        return SchedulerError(
            "the webhook answered \(response.status): \(remedy)",
            isTransient: response.isTransient,
            retryAfterSeconds: response.isTransient ? response.retryAfterSeconds(now: clock.now().seconds) : nil
        )
    }
}
