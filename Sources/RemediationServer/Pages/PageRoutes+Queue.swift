internal import Hummingbird
internal import Remediation
internal import RemediationEngine

extension PageRoutes {
    /// What waits for a decision first, then the rest; with a filter, what it lets through.
    @Sendable func queue(_ request: Request, context: ServerContext) async throws -> Response {
        let form = try ListingForm(request, known: QueryParameters.listing)
        let filter = try form.query.filter()
        let asked = try form.query.page()
        let now = clock.now()
        let mayDecide = context.may(.operator)
        var lists: [QueueView.List] = []
        if filter == FailureFilter(), asked.cursor == nil {
            let waiting = try await service.store.failures(FailureFilter(state: .pending), page: asked)
            lists.append(
                QueueView.List(
                    anchor: "waiting",
                    heading: "Waiting for you",
                    count: waiting.items.isEmpty ? nil : "\(waiting.items.count)\(waiting.nextCursor == nil ? "" : "+")",
                    rows: waiting.items.map { FailureRow($0, now: now, canTick: mayDecide) },
                    empty: waiting.items.isEmpty ? "Nothing waits for a decision." : nil,
                    older: waiting.nextCursor.map { "/?state=pending&cursor=\($0)" },
                    mayDecide: mayDecide
                )
            )
            let all = try await service.store.failures(filter, page: asked)
            let rest = all.items.filter { $0.recommendation?.state != .pending }
            lists.append(
                QueueView.List(
                    anchor: "recent",
                    heading: "Recent",
                    count: nil,
                    rows: rest.map { FailureRow($0, now: now) },
                    empty: rest.isEmpty ? "Failures appear here as schedulers post them to /v1/failures." : nil,
                    older: all.nextCursor.map { "/?cursor=\($0)" },
                    mayDecide: mayDecide
                )
            )
        } else {
            let found = try await service.store.failures(filter, page: asked)
            lists.append(
                QueueView.List(
                    anchor: "found",
                    heading: filter == FailureFilter() ? "Older failures" : "Found",
                    count: "\(found.items.count)\(found.nextCursor == nil ? "" : "+")",
                    rows: found.items.map { FailureRow($0, now: now, canTick: mayDecide) },
                    empty: found.items.isEmpty ? "Nothing fits this filter." : nil,
                    older: form.older(at: "/", from: found.nextCursor),
                    mayDecide: mayDecide
                )
            )
        }
        let view = QueueView(
            page: frame("Queue", request, context, section: .queue),
            counts: try await service.store.counts(),
            filter: filter,
            lists: lists
        )
        return try page("queue", view, request)
    }
}
