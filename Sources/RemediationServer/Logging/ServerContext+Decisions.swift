internal import Hummingbird
internal import Logging
internal import Remediation

extension ServerContext {
    /// Writes a line about what `actor` decided, with the request's identifier.
    ///
    /// - Parameter fields: What it is about, by name: identifiers alone.
    func noteDecision(_ decision: String, actor: String, _ fields: [String: String]) {
        var metadata: Logger.Metadata = ["decision": .string(decision), "actor": .string(actor)]
        for (name, value) in fields { metadata[name] = .string(value) }
        logger.notice("decided", metadata: metadata)
    }

    /// Writes a line about a recommendation that `actor` decided.
    func noteDecision(_ decision: String, actor: String, _ recommendation: Recommendation) {
        noteDecision(
            decision,
            actor: actor,
            ["recommendationId": recommendation.id, "failureId": recommendation.failureId, "state": recommendation.state.rawValue]
        )
    }
}
