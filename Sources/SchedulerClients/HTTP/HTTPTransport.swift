package import Remediation

/// Sends HTTP requests over libcurl, all of them from one thread.
///
/// Redirects are not followed: a repair is a POST that carries credentials, and must reach the address that was configured. An
/// `OutboundPolicy` says which hosts and addresses may be reached at all.
package final class HTTPTransport: Sendable {
    private let loop: CurlLoop
    private let outbound: OutboundPolicy

    /// A transport; its thread starts with the first request.
    package init(_ options: HTTPTransportOptions = HTTPTransportOptions()) {
        loop = CurlLoop(options)
        outbound = options.outbound
    }

    deinit {
        loop.stop()
    }

    /// Sends `request` and waits for the answer, whatever its status.
    ///
    /// - Throws: `SchedulerError`: transient when there was no answer, permanent when the request cannot be sent at all. The
    ///   message names host and port, never path, query, headers or body.
    package func send(_ request: OutboundRequest) async throws(SchedulerError) -> OutboundResponse {
        let target = try OutboundTarget(request)
        try outbound.check(target)
        let loop = loop
        let id = loop.nextIdentifier()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<CurlLoop.Result, Never>) in
                loop.submit(.init(id: id, request: request, target: target, completion: { continuation.resume(returning: $0) }))
                // The handler may have run before there was anything to cancel.
                if Task.isCancelled { loop.cancel(id) }
            }
        } onCancel: {
            loop.cancel(id)
        }
        return try result.get()
    }

    /// Fails what is under way, ends the thread and closes all connections; later requests are refused.
    package func shutdown() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            loop.stop { continuation.resume() }
        }
    }
}
