internal import HTTPTypes
internal import Hummingbird
internal import Remediation
internal import RemediationEngine

extension PageRoutes {
    @Sendable func pause(_ request: Request, context: ServerContext) async throws -> Response {
        try await form(request, context, back: "/overview") { fields, actor in
            let scope = PauseScope(
                failureClass: fields.text("class"),
                job: fields.text("job"),
                engine: fields.text("engine"),
                labels: try Labels.parse(fields.text("labels"), field: "Labels")
            )
            if let refusal = scope.failureClass.flatMap(FailureClass.refusal(ofPattern:)) {
                throw RemediationError(.invalidInput, refusal, field: "Class")
            }
            let pause = try await service.pause(scope, actor: actor, reason: fields.text("note"))
            metrics.decided("pause")
            context.noteDecision("pause", actor: actor, ["pauseId": pause.id])
            return "Paused: \(pause.scope.summary). Repairs wait until it is lifted."
        }
    }

    @Sendable func resume(_ request: Request, context: ServerContext) async throws -> Response {
        let id = try context.pathParameter("id")
        return try await form(request, context, back: "/overview") { fields, actor in
            let pause = try await service.resume(pauseId: id, actor: actor, reason: fields.text("note"))
            metrics.decided("resume")
            context.noteDecision("resume", actor: actor, ["pauseId": pause.id])
            return "Resumed: \(pause.scope.summary)."
        }
    }

    @Sendable func retry(_ request: Request, context: ServerContext) async throws -> Response {
        let id = try context.pathParameter("id")
        return try await form(request, context, back: "/deliveries") { fields, actor in
            let delivery = try await service.redeliver(deliveryId: id, actor: actor, reason: fields.text("note"))
            metrics.decided("retry")
            context.noteDecision("retry", actor: actor, delivery.identifiers)
            return "The repair of \(delivery.repair.job) is on its way again."
        }
    }

    @Sendable func closeIncident(_ request: Request, context: ServerContext) async throws -> Response {
        let id = try context.pathParameter("id")
        return try await form(request, context, back: "/incidents") { fields, actor in
            let incident = try await service.monitor.close(id, actor: actor, reason: fields.text("note"))
            service.outbox.wake()
            metrics.decided("close_incident")
            context.noteDecision("close_incident", actor: actor, ["incidentId": incident.id])
            return "Closed: \(incident.dimension.rawValue) \(incident.value). What it held is released."
        }
    }

    /// Approves or rejects every recommendation that was ticked; each is decided on its own.
    @Sendable func decideMany(_ request: Request, context: ServerContext) async throws -> Response {
        try await form(request, context, back: "/") { fields, actor in
            let ids = fields.pairs.filter { $0.name == "recommendation" }.map(\.value)
            guard !ids.isEmpty else { throw RemediationError(.invalidInput, "tick what is to be decided first", field: "Recommendations") }
            guard ids.count <= PageRequest.largestLimit else {
                throw RemediationError(.invalidInput, "at most \(PageRequest.largestLimit) at once", field: "Recommendations")
            }
            guard let decision = fields.text("decision"), ["approve", "reject"].contains(decision) else {
                throw RemediationError(.invalidInput, "choose to approve or to reject", field: "decision")
            }
            var done = 0
            var refusals: [String] = []
            for id in ids {
                do {
                    let changed =
                        if decision == "approve" {
                            try await service.approve(recommendation: id, actor: actor, note: fields.text("note"))
                        } else {
                            try await service.reject(recommendation: id, actor: actor, note: fields.text("note"))
                        }
                    metrics.decided(decision)
                    context.noteDecision(decision, actor: actor, changed)
                    done += 1
                } catch let error as RemediationError where [.conflict, .notFound].contains(error.code) {
                    refusals.append(error.message)
                }
            }
            let text = "\(done) \(decision == "approve" ? "approved" : "rejected")."
            guard let first = refusals.first else { return text }
            throw RemediationError(.conflict, "\(text) \(refusals.count) were not: \(first)")
        }
    }

    /// Takes a form's decision and shows the page again with what came of it.
    private func form(
        _ request: Request,
        _ context: ServerContext,
        back: String,
        _ act: (FormFields, String) async throws -> String
    ) async throws -> Response {
        let fields = try FormFields(try await body.bytes(of: request, limit: Gate.largestFormBytes))
        return try await answer(fields, context, back: back) { try await act(fields, try decider(fields, context)) }
    }
}
