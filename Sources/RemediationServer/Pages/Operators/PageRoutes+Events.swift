internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Remediation
internal import RemediationEngine
internal import ServiceLifecycle

extension PageRoutes {
    /// How often a stream looks for news, and how often it says that it lives, in seconds.
    private static let pollSeconds = 2
    private static let heartbeatPolls = 7
    /// How many polls a stream lives; the browser opens another.
    private static let mostPolls = 300

    /// Server-sent events: the number of the newest audit entry whenever there is a new one. Whatever changes is in the audit log.
    @Sendable func events(_ request: Request, context: ServerContext) async throws -> Response {
        _ = try QueryParameters(request)
        guard let place = streams.enter() else {
            throw RemediationError(.unavailable, "too many pages are kept up to date at once; reload by hand")
        }
        let store = service.store
        let body = ResponseBody { writer in
            defer { place.leave() }
            var last: Int64?
            try await writer.write(ByteBuffer(string: "retry: 5000\n\n"))
            for poll in 1...Self.mostPolls where !Task.isCancelled && !Task.isShuttingDownGracefully {
                let newest = try? await store.auditEntries(AuditFilter(), page: PageRequest(limit: 1)).items.first?.sequence
                var text = poll % Self.heartbeatPolls == 0 ? ": here\n\n" : ""
                if let newest, newest != last {
                    text = "id: \(newest)\nevent: change\ndata: \(newest)\n\n"
                    last = newest
                }
                if !text.isEmpty { try await writer.write(ByteBuffer(string: text)) }
                try await Task.sleep(for: .seconds(Self.pollSeconds))
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "text/event-stream", .cacheControl: "no-store"], body: body)
    }
}
