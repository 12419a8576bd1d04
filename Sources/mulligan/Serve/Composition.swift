internal import Foundation
internal import LogRules
internal import Logging
import Remediation
internal import RemediationEngine
internal import RemediationServer
internal import RetryForecast
internal import SQLStore
internal import SchedulerClients
internal import ServiceLifecycle
internal import UnixSignals

/// The composition root: the one place that names the concrete store, schedulers and server.
struct Composition {
    let host: String
    let port: Int
    let store: StoreLocation
    let decision: DecisionParts.Loaded
    let settings: Settings
    let access: AccessOptions
    /// The traces that the model learnt from; empty for those of the shipped one.
    let trainingData: [String]
    let logLevel: Logger.Level

    /// Serves until SIGTERM or SIGINT.
    ///
    /// - Throws: `RemediationError` when a part cannot start: a port in use, a store that cannot be opened.
    func run() async throws {
        let logger = Logger(label: "mulligan") { _ in JSONLogHandler(level: logLevel) }
        let refitData = try refitData(logger: logger)
        let mode = try access.mode(host: host, settings: settings)
        let store = try await store.open()
        let transport = HTTPTransport(HTTPTransportOptions(outbound: try outboundPolicy()))
        let authentication = try await authentication(mode, store: store, transport: transport, logger: logger)
        let slurm = try slurmOptions()
        let clock = SystemWallClock()
        let service = RemediationService(
            ServiceParts(
                store: store,
                classifier: decision.classifier,
                secondOpinion: decision.secondOpinion,
                rules: .init(count: decision.pack.count, version: decision.pack.version),
                advisor: decision.advisor,
                modelVersion: decision.model.version,
                policy: decision.policy,
                policyText: ShownPolicy.text(of: decision.policyText),
                clients: try clients(slurm: slurm, transport: transport),
                caller: PlaybookCaller(
                    transport: transport,
                    secret: settings.secret("webhook_secret").map { Secret($0) },
                    clock: clock
                ),
                origin: ConfigurationOrigin(
                    user: OperatingSystemUser.name,
                    policyFile: decision.policyPath,
                    overrides: decision.overrides,
                    rulesFolder: decision.rulesDirectory,
                    modelFile: decision.modelPath
                ),
                clock: clock,
                identifiers: IdentifierGenerator(clock: clock)
            )
        )
        try await service.recover()
        var options = ServerOptions(host: host, port: port, version: BuildVersion.current)
        try access.apply(to: &options, settings: settings)
        boundConnections(&options, logger: logger)
        if options.tls == nil { RemediationServer.leaveProcessorsToRequests() }
        if mode == .required, !LocalNames.isLoopback(host), options.tls == nil, !options.isBehindTLS {
            logger.warning("tokens cross the network unencrypted; pass --tls-certificate and --tls-key, or --behind-tls behind a proxy")
        }
        let pages = PageCatalogue(pack: decision.pack, model: decision.model)
        let server = RemediationServer(
            service: service,
            hooks: [try SlurmHook(slurm, transport: transport)],
            catalogue: pages.catalogue,
            options: options,
            authentication: authentication,
            logger: logger,
            onListening: { [options] in greet(port: $0, options: options, mode: mode) }
        )
        let rules = RulesReloader(
            directory: decision.rulesDirectory,
            watcher: RulePackWatcher(directory: decision.rulesDirectory, classifier: decision.classifier),
            service: service,
            pages: pages,
            logger: logger
        )
        let refitter = refitData.map { data in
            ModelRefitter(
                service: service,
                refit: BackgroundRefit(data),
                pages: pages,
                logger: logger,
                advisor: { [standing = decision.advisor] in
                    Advisor(model: $0, priceList: standing.priceList, options: standing.options)
                }
            )
        }
        let refitters: [ServiceGroupConfiguration.ServiceConfiguration] = refitter.map { [.init(service: $0)] } ?? []
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: OutboxRunner(outbox: service.outbox, logger: logger), successTerminationBehavior: .ignore),
                .init(service: IncidentRunner(monitor: service.monitor, logger: logger), successTerminationBehavior: .ignore),
                .init(service: HistoryRunner(service: service, logger: logger), successTerminationBehavior: .ignore),
                .init(service: rules),
            ] + refitters + [.init(service: server, failureTerminationBehavior: .gracefullyShutdownGroup)],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        // A client that never finishes its request must not keep the program from ending.
        configuration.maximumGracefulShutdownDuration = .seconds(options.drainSeconds)
        do {
            try await ServiceGroup(configuration: configuration).run()
        } catch is CancellationError {
            logger.warning("requests under way were cut off after \(options.drainSeconds) seconds")
        } catch {
            await store.close()
            throw error
        }
        await transport.shutdown()
        await store.close()
    }

    /// What refits of the model begin with; nil, after a warning, where it is to stay as it is.
    ///
    /// - Throws: `RemediationError` where what the options name is not there.
    private func refitData(logger: Logger) throws(RemediationError) -> RefitData? {
        do throws(RemediationError) {
            if let data = try RefitData.of(model: decision.modelPath, named: trainingData) { return data }
            logger.notice("the model stays as it is; name what it learnt from with --training-data to have it fitted anew")
        } catch  where trainingData.isEmpty {
            logger.warning("the model stays as it is: what the shipped one learnt from is not installed", metadata: ["error": "\(error)"])
        }
        return nil
    }

    /// Leaves files to the store, the schedulers and the connections that are only told of the limit.
    private func boundConnections(_ options: inout ServerOptions, logger: Logger) {
        let files = OpenFiles.raiseLimit()
        let possible = max(files - 512, files / 4)
        guard possible < options.maximumConnections else { return }
        options.maximumConnections = possible
        logger.warning(
            "only \(possible) connections at a time: no more than \(files) files may be open; raise it with ulimit -n or LimitNOFILE"
        )
    }

    /// The adapters that the policy configures. Slurm on this machine needs no more than its name in `adapters`.
    private func clients(slurm: SlurmOptions, transport: HTTPTransport) throws -> [any SchedulerClient] {
        var clients: [any SchedulerClient] = [try SlurmClient(slurm, transport: transport)]
        if let webhook = decision.sections.schedulers.webhook {
            clients.append(
                WebhookClient(url: webhook.url, secret: settings.secret("webhook_secret").map { Secret($0) }, transport: transport)
            )
        }
        let names = Set(clients.map(\.name))
        for (engine, adapter) in decision.policy.adapters where !names.contains(adapter) {
            throw RemediationError(
                .invalidInput,
                "\"\(adapter)\" is no configured scheduler; add a schedulers.\(adapter) section or use one of \(names.sorted().joined(separator: ", "))",
                field: "adapters.\(engine)"
            )
        }
        return clients
    }

    private func slurmOptions() throws -> SlurmOptions {
        let section = decision.sections.schedulers.slurm
        return SlurmOptions(
            mode: section?.restURL == nil ? .scontrol : .rest,
            configurationFile: section?.conf,
            restURL: section?.restURL,
            restUser: section?.restUser ?? "root",
            restToken: settings.secret("slurm_token").map { .token(Secret($0)) },
            scriptFolder: section?.restURL == nil ? nil : section?.scriptFolder ?? store.scriptFolder,
            logRoots: section?.logRoots ?? []
        )
    }

    /// Says where the service is and what to try first.
    private func greet(port: Int, options: ServerOptions, mode: AccessOptions.Mode) {
        let address = "\(options.tls == nil ? "http" : "https")://\(host.contains(":") ? "[\(host)]" : host):\(port)"
        let header = mode == .required ? " -H \"Authorization: Bearer $MULLIGAN_TOKEN\"" : ""
        let here = "docs/examples/slurm-oom.json"
        let example = FileManager.default.fileExists(atPath: here) ? here : ShippedFiles.path(here)
        let text = """
            mulligan \(BuildVersion.current) listens on \(address)

            The operators' page:  \(address)/
            A first failed job:   \(CommandLine.arguments.first ?? "mulligan") submit --url \(address) \(example)
            The same with curl:   curl -s \(address)/v1/failures\(header) -H 'Content-Type: application/json' -d @\(example)

            """
        // Not `print`: its buffer would keep the first line from whoever waits for it in a pipe.
        FileHandle.standardOutput.write(Data(text.utf8))
    }
}
