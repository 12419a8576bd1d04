internal import HTTPTypes
internal import Hummingbird
internal import NIOCore
internal import Remediation
internal import RemediationEngine

/// `/hooks/{name}`: what schedulers push of their own accord.
struct HookRoutes: RouteGroup {
    let service: RemediationService
    let hooks: [any SchedulerHook]
    let body: BodyReader
    let options: ServerOptions
    let metrics: ServerMetrics

    func add(to table: inout RouteTable) {
        table.on(.post, "/hooks/{name}", use: push)
    }

    @Sendable private func push(_ request: Request, context: ServerContext) async throws -> Response {
        let name = try context.pathParameter("name")
        guard let hook = hooks.first(where: { $0.name == name }) else {
            let known = hooks.map(\.name).sorted().joined(separator: ", ")
            throw RemediationError(
                .notFound,
                known.isEmpty ? "no hooks are set up here" : "no hook has this name; the hooks are \(known)",
                field: "name"
            )
        }
        let buffer = try await body.bytes(of: request, limit: options.bodyLimitBytes)
        let events = try await hook.events(in: Array(buffer.readableBytesView))
        try await service.handle(events)
        metrics.hookEvents(events.count, hook: name)
        // Not 202: Slurm takes only 200 and 201 for an answer, and would post the record again every 30 seconds.
        return try .json(HookReceipt(events: events.count), status: .ok)
    }
}
