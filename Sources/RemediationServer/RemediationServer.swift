internal import FoundationEssentials
package import Hummingbird
internal import HummingbirdCore
internal import HummingbirdTLS
package import Logging
internal import NIOCore
package import Remediation
package import RemediationEngine
internal import ServiceLifecycle

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Darwin)
    internal import Darwin
#endif

/// The HTTP server: the API of `api/openapi.yaml`, schedulers' hooks, health, metrics and the operators' pages.
package struct RemediationServer: Service {
    let service: RemediationService
    let hooks: [any SchedulerHook]
    let catalogue: Catalogue
    let options: ServerOptions
    let authentication: Authentication?
    let metrics: PrometheusMetrics
    let clock: any WallClock
    let logger: Logger
    let onListening: @Sendable (Int) -> Void

    /// A server of `service`.
    ///
    /// - Parameters:
    ///   - hooks: What schedulers may push to, by name, at `/hooks/{name}`.
    ///   - catalogue: What the pages say of rules and model beyond the service's status.
    ///   - authentication: How callers are known; nil opens everything to everybody who reaches the address.
    ///   - metrics: What `/metrics` shows.
    ///   - onListening: Told the port once connections are taken; the way to learn it when the options say 0.
    package init(
        service: RemediationService,
        hooks: [any SchedulerHook] = [],
        catalogue: Catalogue = Catalogue(),
        options: ServerOptions = ServerOptions(),
        authentication: Authentication? = nil,
        metrics: PrometheusMetrics = PrometheusMetrics(help: ServerMetrics.help),
        clock: any WallClock = SystemWallClock(),
        logger: Logger,
        onListening: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.service = service
        self.hooks = hooks
        self.catalogue = catalogue
        self.options = options
        self.authentication = authentication
        self.metrics = metrics
        self.clock = clock
        self.logger = logger
        self.onListening = onListening
    }

    /// Has the process make few event loops, where that is asked before it made one: without TLS they read and write sockets and little
    /// more, and requests have `RequestThreads`.
    package static func leaveProcessorsToRequests() {
        NIOSingletons.groupLoopCountSuggestion = max(1, System.coreCount / 4)
    }

    /// Serves until the service group shuts down: no new connections then, requests under way are answered,
    /// and what comes over a connection within its last second as well.
    ///
    /// - Throws: `RemediationError.unavailable` when the address cannot be listened at.
    package func run() async throws {
        do {
            try await buildApplication().run()
        } catch let error as IOError {
            let address = "\(options.host):\(options.port)"
            let remedy =
                switch error.errnoCode {
                case EADDRINUSE: "the port is in use; stop what listens there or choose another with --port (0 picks a free one)"
                case EACCES: "this user may not listen there; choose a port above 1023 with --port"
                case EADDRNOTAVAIL: "this machine has no such address; choose another with --host"
                default: "check --host and --port"
                }
            throw RemediationError(.unavailable, "cannot listen at \(address): \(remedy)", cause: error)
        }
    }

    /// The application, for tests and for `run()`.
    ///
    /// - Throws: An error when a page's template cannot be read.
    package func buildApplication() throws -> Application<RouterResponder<ServerContext>> {
        let onListening = onListening
        let connections = ConnectionLimit(largest: options.maximumConnections)
        return Application(
            router: try buildRouter(connections).router,
            server: try serverBuilder(connections),
            configuration: .init(
                address: .hostname(options.host, port: options.port),
                backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(
                    options.maximumConnections + ConnectionLimit.spare,
                    logger: logger
                )
            ),
            onServerRunning: { channel in
                if let port = channel.localAddress?.port { onListening(port) }
            },
            logger: logger
        )
    }

    /// HTTP/1.1 within its limits, over TLS where the options name a certificate.
    private func serverBuilder(_ connections: ConnectionLimit) throws -> HTTPServerBuilder {
        let options = options
        let configuration = HTTP1Channel.Configuration(
            additionalChannelHandlers: [
                BodyDeadline(seconds: options.bodyTimeoutSeconds), ConnectionEnd(limit: connections),
            ],
            idleTimeout: .seconds(options.idleTimeoutSeconds),
            httpDecoderConfiguration: .init(
                maxHeaderFieldSize: options.headerLimitBytes,
                maxHeaderListSize: options.headerLimitBytes,
                maxHeaderFieldCount: 100
            )
        )
        let plain = HTTPServerBuilder { responder in
            ThreadedChannel(base: HTTP1Channel(responder: responder, configuration: configuration))
        }
        guard let tls = options.tls else { return plain }
        return try .tls(plain, tlsConfiguration: try tls.configuration())
    }

    /// Every route with its handler, for requests that come over the connections which `connections` counts.
    func buildRouter(_ connections: ConnectionLimit? = nil) throws -> RouteTable {
        let server = ServerMetrics(factory: metrics)
        server.show(service)
        let body = BodyReader()
        let pages = try PageRenderer(version: options.version)
        let refusals = RefusalLog(clock: clock)
        let gate = Gate(authentication: authentication, options: options, body: body, clock: clock, connections: connections)
        let groups: [any RouteGroup] = [
            FailureRoutes(service: service, body: body, options: options, metrics: server),
            RecommendationRoutes(service: service, body: body, options: options, metrics: server),
            HistoryRoutes(service: service, body: body, options: options),
            AuditRoutes(service: service),
            IncidentRoutes(service: service, body: body, options: options, metrics: server),
            PauseRoutes(service: service, body: body, options: options, metrics: server),
            DeliveryRoutes(service: service, body: body, options: options, metrics: server),
            HookRoutes(service: service, hooks: hooks, body: body, options: options, metrics: server),
            OperationsRoutes(service: service, metrics: metrics, version: options.version),
            SignInRoutes(gate: gate, pages: pages, body: body, clock: clock, refusals: refusals),
            PageRoutes(service: service, catalogue: catalogue, pages: pages, body: body, clock: clock, metrics: server),
        ]
        // The list comes first: the middleware must know every route, and must be added before any.
        var list = RouteTable(router: Router(context: ServerContext.self))
        for group in groups { group.add(to: &list) }
        let router = Router(context: ServerContext.self, options: .autoGenerateHeadEndpoints)
        router.add(
            middleware: RequestMiddleware(metrics: server, routes: list.entries, pages: PageErrors(pages: pages), refusals: refusals)
        )
        var table = RouteTable(router: router, gate: gate)
        for group in groups { group.add(to: &table) }
        return table
    }
}

/// Routes that belong together.
protocol RouteGroup: Sendable {
    /// Adds the routes to `table`.
    func add(to table: inout RouteTable)
}
