package import LogRules
package import Remediation
internal import Synchronization

extension RemediationService {
    /// Puts other rules in force, once that is in the audit log.
    ///
    /// - Throws: `RemediationError` of the store; the rules before them stay.
    package func replaceRules(by classifier: Classifier, rules: ServiceStatus.Rules) async throws(RemediationError) {
        try await note(.rulesChanged, subject: "rules", after: Self.describe(rules))
        live.withLock {
            $0.classifier = classifier
            $0.rules = rules
        }
    }

    /// Notes that changed rule files were not taken, and why; the rules in force stay.
    package func keepRules(because error: String) {
        live.withLock { $0.rules.lastReloadError = error }
    }

    /// Puts another model in force, once that is in the audit log.
    ///
    /// - Throws: `RemediationError` of the store; the model before it stays.
    package func replaceAdvisor(by advisor: Advisor, modelVersion: String) async throws(RemediationError) {
        try await note(.modelChanged, subject: "model", after: .object(["version": .string(modelVersion)]))
        live.withLock {
            $0.advisor = advisor
            $0.modelVersion = modelVersion
        }
    }

    /// Puts into the audit log with which policy, rules and model the service starts, where they are others than before.
    func noteConfiguration() async throws(RemediationError) {
        let (rules, modelVersion, policyText) = live.withLock { ($0.rules, $0.modelVersion, $0.policyText) }
        try await note(.policyChanged, subject: "policy", after: .object(["text": .string(policyText)]))
        try await note(.rulesChanged, subject: "rules", after: Self.describe(rules))
        try await note(.modelChanged, subject: "model", after: .object(["version": .string(modelVersion)]))
    }

    /// Appends what `subject` is now, unless the log says so already.
    private func note(_ kind: AuditEvent.Kind, subject: String, after: JSONValue) async throws(RemediationError) {
        let last = try await store.auditEntries(AuditFilter(subject: subject), page: PageRequest(limit: 1)).items.first
        guard last?.event.after != after else { return }
        let event = AuditEvent(kind, subject: subject, actor: "mulligan", before: last?.event.after, after: after, at: clock.now())
        _ = try await store.append(event)
    }

    private static func describe(_ rules: ServiceStatus.Rules) -> JSONValue {
        .object(["count": .number(Double(rules.count)), "version": .string(rules.version)])
    }
}
