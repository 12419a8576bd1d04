internal import HTTPTypes
internal import Hummingbird
internal import Remediation
internal import RemediationEngine

/// The operators' pages.
struct PageRoutes: RouteGroup {
    let service: RemediationService
    let catalogue: Catalogue
    let pages: PageRenderer
    let body: BodyReader
    let clock: any WallClock
    let metrics: ServerMetrics
    let streams = OpenStreams()

    func add(to table: inout RouteTable) {
        table.on(.get, "/", use: queue)
        table.on(.get, "/failures/{id}", use: failure)
        table.on(.get, "/failures/{id}/log", use: log)
        table.on(.post, "/failures/{id}/decision", use: decide)
        table.on(.get, "/jobs/{job}", use: job)
        table.on(.get, "/rules", use: rules)
        table.on(.get, "/model", use: model)
        addOperators(to: &table)
        table.on(.get, "/assets/style.css") { _, _ in Self.asset(StyleSheet.text, type: "text/css; charset=utf-8") }
        table.on(.get, "/assets/icon.svg") { _, _ in Self.asset(Icon.text, type: "image/svg+xml") }
    }

    /// The page's frame, with the message that a form left.
    func frame(_ title: String, _ request: Request, _ context: ServerContext, section: PageView.Section? = nil) -> PageView {
        PageView(
            title: title,
            version: pages.version,
            context: context,
            sender: FormSender(context, request),
            flash: FlashView.read(request),
            section: section
        )
    }

    /// The page, and the cookie that takes its message away.
    func page(_ name: String, _ view: some Any, _ request: Request) throws -> Response {
        var response = try pages.page(name, view)
        if FlashView.read(request) != nil { response.headers.append(HTTPField(name: .setCookie, value: FlashView.clearing)) }
        return response
    }

    func record(_ context: ServerContext) async throws -> FailureRecord {
        guard let record = try await service.store.failure(id: try context.pathParameter("id")) else {
            throw RemediationError(.notFound, "no failure has this identifier; the queue lists them", field: "id")
        }
        return record
    }

    @Sendable private func failure(_ request: Request, context: ServerContext) async throws -> Response {
        let record = try await record(context)
        var outcome: Outcome?
        if let id = record.recommendation?.id { outcome = try await service.store.outcome(ofRecommendation: id) }
        let view = FailureView(
            page: frame(record.failure.job, request, context),
            record: record,
            attempts: try await service.store.attempts(ofJob: record.failure.job, limit: 10),
            outcome: outcome,
            sender: FormSender(context, request),
            now: clock.now()
        )
        return try page("failure", view, request)
    }

    @Sendable private func log(_ request: Request, context: ServerContext) async throws -> Response {
        .text(try await record(context).failure.log, type: "text/plain; charset=utf-8")
    }

    @Sendable private func job(_ request: Request, context: ServerContext) async throws -> Response {
        let job = try context.pathParameter("job")
        let configuration = try await service.configuration(ofJob: job)
        let failures = try await service.store.failures(FailureFilter(job: job), page: PageRequest(limit: 50)).items
        guard configuration != nil || !failures.isEmpty else {
            throw RemediationError(.notFound, "nothing is known of this job; check its name", field: "job")
        }
        let view = JobView(page: frame(job, request, context), job: job, configuration: configuration, failures: failures, now: clock.now())
        return try page("job", view, request)
    }

    @Sendable private func rules(_ request: Request, context: ServerContext) async throws -> Response {
        let view = RulesView(
            page: frame("Rules", request, context, section: .rules),
            status: await service.status(),
            rules: catalogue.rules(),
            hits: service.ruleHits
        )
        return try page("rules", view, request)
    }

    @Sendable private func model(_ request: Request, context: ServerContext) async throws -> Response {
        let view = ModelView(
            page: frame("Model", request, context, section: .model),
            status: await service.status(),
            counts: try await service.store.counts(),
            model: catalogue.model(),
            live: Catalogue.Calibration(try await service.liveReliability())
        )
        return try page("model", view, request)
    }

    static func asset(_ text: String, type: String) -> Response {
        var response = Response.text(text, type: type)
        response.headers[.cacheControl] = "public, max-age=300"
        return response
    }
}
