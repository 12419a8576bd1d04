internal import HTTPTypes
internal import Hummingbird
internal import Remediation
internal import RemediationEngine

extension PageRoutes {
    /// Takes an operator's decision from a form, and shows the failure again with what came of it.
    @Sendable func decide(_ request: Request, context: ServerContext) async throws -> Response {
        let record = try await record(context)
        let fields = try FormFields(try await body.bytes(of: request, limit: Gate.largestFormBytes))
        return try await answer(fields, context, back: "/failures/\(PercentCoding.encode(record.id))") {
            try await carryOut(fields, on: record, context)
        }
    }

    /// Carries out what a form asks, and leads to the page `back` with what came of it.
    func answer(_ fields: FormFields, _ context: ServerContext, back: String, _ act: () async throws -> String) async throws -> Response {
        var flash: FlashView
        do {
            flash = FlashView(kind: "done", text: try await act())
        } catch let error as RemediationError where [.invalidInput, .conflict].contains(error.code) {
            flash = FlashView(kind: "error", text: error.field.map { "\($0): \(error.message)" } ?? error.message)
        }
        var response = Response.seeOther(back)
        response.headers.append(HTTPField(name: .setCookie, value: flash.header))
        if context.caller?.name.isEmpty == true, let actor = fields.text("actor"), actor.unicodeScalars.count <= 128 {
            response.headers.append(HTTPField(name: .setCookie, value: OperatorName.header(actor)))
        }
        return response
    }

    /// The name that the form's decision is recorded under; its note is checked too.
    ///
    /// - Throws: `RemediationError.invalidInput` when neither the service nor the form knows a name.
    func decider(_ fields: FormFields, _ context: ServerContext) throws(RemediationError) -> String {
        let known = context.caller?.name ?? ""
        guard let actor = known.isEmpty ? fields.text("actor") : known, known == actor || actor.unicodeScalars.count <= 128 else {
            throw RemediationError(
                .invalidInput,
                "give your name, in at most 128 characters: it is kept with the decision",
                field: "Your name"
            )
        }
        guard !actor.utf8.contains(0), fields.text("note")?.utf8.contains(0) != true else {
            throw RemediationError(.invalidInput, "contains a NUL character; remove it", field: "Your name or note")
        }
        guard (fields.text("note")?.unicodeScalars.count ?? 0) <= 4_096 else {
            throw RemediationError(.invalidInput, "is longer than 4096 characters", field: "Note")
        }
        return actor
    }

    private func carryOut(_ fields: FormFields, on record: FailureRecord, _ context: ServerContext) async throws -> String {
        guard let recommendation = record.recommendation else {
            throw RemediationError(.conflict, "nothing is recommended yet; reload the page in a moment")
        }
        let actor = try decider(fields, context)
        let note = fields.text("note")
        switch fields.text("decision") {
        case "approve":
            let changed = try await service.approve(recommendation: recommendation.id, actor: actor, note: note)
            metrics.decided("approve")
            context.noteDecision("approve", actor: actor, changed)
            return "Approved: the retry is on its way."
        case "reject":
            let changed = try await service.reject(recommendation: recommendation.id, actor: actor, note: note)
            metrics.decided("reject")
            context.noteDecision("reject", actor: actor, changed)
            return "Rejected: nothing will be done about this failure."
        case "override":
            let target = try Self.target(fields, start: recommendation.target ?? record.failure.resources)
            let changed = try await service.override(recommendation: recommendation.id, target: target, actor: actor, note: note)
            metrics.decided("override")
            context.noteDecision("override", actor: actor, changed)
            return "Approved with \(target.summary)."
        default:
            throw RemediationError(.invalidInput, "choose to approve, to reject or to apply another configuration", field: "decision")
        }
    }

    /// The configuration that the form's fields describe, beginning from `start`.
    static func target(_ fields: FormFields, start: Resources) throws(RemediationError) -> Resources {
        var target = start
        if let text = fields.text("memory"), text != HumanUnits.bytes(start.memoryBytes) {
            guard let bytes = HumanUnits.parseBytes(text) else {
                throw RemediationError(.invalidInput, "is not an amount; write 6 GiB or 6144M", field: "Memory")
            }
            target.memoryBytes = bytes
        }
        if let text = fields.text("cpus"), text != HumanUnits.number(start.cpus) {
            guard let cpus = Double(text), (0.001...1_000_000).contains(cpus) else {
                throw RemediationError(.invalidInput, "is not a number of cores; write 2 or 0.5", field: "Cores")
            }
            target.cpus = cpus
        }
        if let text = fields.text("timeLimit"), text != start.timeLimitSeconds.map(HumanUnits.seconds) {
            guard let seconds = HumanUnits.parseSeconds(text) else {
                throw RemediationError(.invalidInput, "is not a time; write 90m or 4h", field: "Time limit")
            }
            target.timeLimitSeconds = seconds
        }
        return target
    }
}

/// The operator's name, remembered between forms where the service knows none from a sign-in.
enum OperatorName {
    private static let cookie = "mulligan_operator"

    static func read(_ request: Request) -> String {
        Cookies.value(cookie, in: request).flatMap { PercentCoding.decode($0) }.map { String($0.prefix(128)) } ?? ""
    }

    static func header(_ name: String) -> String { Cookies.header(cookie, PercentCoding.encode(name), seconds: 90 * 86_400) }
}
