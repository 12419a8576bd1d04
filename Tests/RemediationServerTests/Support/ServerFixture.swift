import Foundation
import Hummingbird
import HummingbirdTesting
import LogRules
import Logging
import Remediation
import RemediationEngine
import RemediationServer
import RemediationTesting
import RetryForecast
import SQLStore

/// A server with the shipped rules and model on a real store in a folder of its own.
final class ServerFixture: Sendable {
    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The shipped rules and model, read once: they are values, and reading them takes seconds in a debug build.
    private static let decision = Result {
        let pack = try RulePack.load(directory: repository + "/rules")
        let model = try ForecastModel.load(path: repository + "/training-data/model.json")
        return (pack, try Classifier(pack), Advisor(model: model))
    }

    let clock = ManualClock()
    let folder: String
    let service: RemediationService
    let server: RemediationServer

    init(
        options: ServerOptions = ServerOptions(),
        hooks: [any SchedulerHook] = [],
        catalogue: Catalogue = Catalogue(),
        policy: RemediationPolicy = RemediationPolicy(),
        clients: [any SchedulerClient] = [],
        authentication: Authentication? = nil
    ) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("mulligan-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let (pack, classifier, advisor) = try Self.decision.get()
        service = RemediationService(
            ServiceParts(
                store: try SQLiteStore(path: folder + "/store.sqlite"),
                classifier: classifier,
                rules: .init(count: pack.count, version: pack.version),
                advisor: advisor,
                modelVersion: "test",
                policy: policy,
                clients: clients,
                clock: clock,
                identifiers: IdentifierGenerator(clock: clock)
            )
        )
        try await service.recover()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        server = RemediationServer(
            service: service,
            hooks: hooks,
            catalogue: catalogue,
            options: options,
            authentication: authentication,
            clock: clock,
            logger: logger
        )
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// Runs `body` with a client of the server, in process or over a socket.
    func test<Value>(_ setup: TestingSetup = .router, _ body: @Sendable (any TestClientProtocol) async throws -> Value) async throws
        -> Value
    {
        let value = try await server.buildApplication().test(setup, body)
        return value
    }
}
