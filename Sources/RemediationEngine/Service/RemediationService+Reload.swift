package import LogRules
package import Remediation
internal import RetryForecast
internal import Synchronization

extension RemediationService {
    /// Puts other rules in force, once that is in the audit log.
    ///
    /// - Throws: `RemediationError` of the store; the rules before them stay.
    package func replaceRules(by classifier: Classifier, rules: ServiceStatus.Rules) async throws(RemediationError) {
        let before = live.withLock(\.classifier).pack
        try await noteRules(classifier.pack, rules, before: before) { "\($0) in \(origin.rulesFolder) while the service ran" }
        live.withLock {
            $0.classifier = classifier
            $0.rules = rules
        }
    }

    /// Notes that changed rule files were not taken, and why; the rules in force stay.
    package func keepRules(because error: String) {
        live.withLock { $0.rules.lastReloadError = error }
    }

    /// Puts a model in force that was fitted anew, once that is in the audit log.
    ///
    /// - Throws: `RemediationError` of the store; the model before it stays.
    package func replaceAdvisor(by advisor: Advisor, modelVersion: String) async throws(RemediationError) {
        let reason = "fitted anew after \(learntAttempts) attempts of this site, \(learntSuccesses) of them good"
        try await note(Self.modelSubject) { last in
            self.event(
                .modelChanged,
                Self.modelSubject,
                actor: "mulligan",
                reason: reason,
                before: last?.after,
                after: Self.describe(advisor, version: modelVersion, isFitted: true)
            )
        }
        live.withLock {
            $0.advisor = advisor
            $0.modelVersion = modelVersion
        }
    }

    /// Puts into the audit log with which policy, rules and model the service starts, where they are others than before.
    func noteConfiguration() async throws(RemediationError) {
        let live = live.withLock { $0 }
        let start = "at the start of the service by \(origin.user)"
        var policy = ["text": JSONValue.string(live.policyText)]
        // A key of its own: without an option the entry is as it was before there were any.
        if !origin.overrides.isEmpty { policy["commandLine"] = .array(origin.overrides.map { .string($0) }) }
        let after = JSONValue.object(policy)
        let place = ([origin.policyFile ?? "no policy file"] + origin.overrides).joined(separator: " with ")
        try await note(Self.policySubject) { last in
            // Whoever starts the service writes its command line; the file may have been edited by anybody.
            let isSameFile = last?.after?["text"] == after["text"]
            return self.event(
                .policyChanged,
                Self.policySubject,
                actor: last == nil || isSameFile ? self.origin.user : ConfigurationOrigin.fileChange,
                reason: "\(place) \(start)",
                before: last?.after,
                after: after
            )
        }
        try await noteRules(live.classifier.pack, live.rules, before: nil) { "\($0) in \(origin.rulesFolder) \(start)" }
        try await noteModel(live.advisor, version: live.modelVersion, start: start)
    }

    /// Appends which rules `pack` holds that the log does not tell of.
    ///
    /// - Parameter reason: Makes the entry's reason of what has changed.
    private func noteRules(
        _ pack: RulePack,
        _ rules: ServiceStatus.Rules,
        before: RulePack?,
        reason: (String) -> String
    ) async throws(RemediationError) {
        let now = RulesRecord(pack)
        try await note(Self.rulesSubject) { last throws(RemediationError) in
            guard last?.after?["version"] != .string(rules.version) else { return nil }
            var old: [String: JSONValue] = [:]
            var new: [String: JSONValue] = ["count": .number(Double(rules.count)), "version": .string(rules.version)]
            for name in ["count", "version"] { old[name] = last?.after?[name] }
            let summary: String
            if let earlier = try await self.recordedRules() {
                let difference = now.difference(from: earlier)
                old["rules"] = earlier.describe(difference.changed + difference.removed, definedIn: before)
                new["rules"] = now.describe(difference.added + difference.changed, definedIn: pack)
                summary = difference.summary
            } else {
                new["rules"] = now.describe(Array(now.fingerprints.keys), definedIn: nil)
                summary = "\(rules.count) rules"
            }
            return self.event(
                .rulesChanged,
                Self.rulesSubject,
                actor: last == nil ? self.origin.user : ConfigurationOrigin.fileChange,
                reason: reason(summary),
                before: last == nil ? nil : .object(old),
                after: .object(new)
            )
        }
    }

    /// Appends the model that the service starts with; a fit of before, made of the same file, gives way to it without anybody's doing.
    private func noteModel(_ advisor: Advisor, version: String, start: String) async throws(RemediationError) {
        try await note(Self.modelSubject) { last throws(RemediationError) in
            guard last?.after?["version"] != .string(version) else { return nil }
            let isSameFile = try await self.lastModelFile() == version
            return self.event(
                .modelChanged,
                Self.modelSubject,
                actor: last == nil ? self.origin.user : isSameFile ? "mulligan" : ConfigurationOrigin.fileChange,
                reason: isSameFile ? "\(self.origin.modelFile) until it is fitted anew, \(start)" : "\(self.origin.modelFile) \(start)",
                before: last?.after,
                after: Self.describe(advisor, version: version, isFitted: false)
            )
        }
    }

    /// The version of the last model that came from a file, however many were fitted since; nil when the log tells of none.
    private func lastModelFile() async throws(RemediationError) -> String? {
        var page = PageRequest(limit: 100)
        while true {
            let entries = try await store.auditEntries(AuditFilter(subject: Self.modelSubject), page: page)
            let file = entries.items.lazy.compactMap(\.event.after).first { $0["origin"]?.string == "file" }
            if let file { return file["version"]?.string }
            guard let next = entries.nextCursor else { return nil }
            page = PageRequest(limit: 100, cursor: next)
        }
    }

    /// The rules that the log tells of; nil when it tells of none, or in the words of an earlier version.
    private func recordedRules() async throws(RemediationError) -> RulesRecord? {
        var reader = RulesRecord.Reader()
        var page = PageRequest(limit: 100)
        while true {
            let entries = try await store.auditEntries(AuditFilter(subject: Self.rulesSubject), page: page)
            for entry in entries.items { reader.take(entry.event) }
            guard reader.record == nil, let next = entries.nextCursor else { return reader.record }
            page = PageRequest(limit: 100, cursor: next)
        }
    }

    /// Appends what `subject` is now, unless the log says so already.
    ///
    /// Every process on the store sees the same edit: the one that comes first tells of it, and the others, asked once more, find it told.
    ///
    /// - Parameter describe: The entry to follow the last one on the subject (nil: there is none); nil for nothing to tell.
    private func note(
        _ subject: String,
        _ describe: (AuditEvent?) async throws(RemediationError) -> AuditEvent?
    ) async throws(RemediationError) {
        while true {
            let last = try await store.auditEntries(AuditFilter(subject: subject), page: PageRequest(limit: 1)).items.first
            guard let event = try await describe(last?.event) else { return }
            if try await store.append(event, ifLatest: last?.sequence) != nil { return }
        }
    }

    /// That `subject` is what it was not before; nil when it was.
    private func event(
        _ kind: AuditEvent.Kind,
        _ subject: String,
        actor: String,
        reason: String,
        before: JSONValue?,
        after: JSONValue
    ) -> AuditEvent? {
        guard before != after else { return nil }
        return AuditEvent(kind, subject: subject, actor: actor, reason: reason, before: before, after: after, at: clock.now())
    }

    private static func describe(_ advisor: Advisor, version: String, isFitted: Bool) -> JSONValue {
        let provenance = advisor.model.provenance
        return .object([
            "datasets": .array(provenance.datasets.map { .string($0) }), "origin": .string(isFitted ? "fit" : "file"),
            "rows": .number(Double(provenance.rows)), "runs": .number(Double(provenance.runs)), "version": .string(version),
        ])
    }

    private static let policySubject = "policy"
    private static let rulesSubject = "rules"
    private static let modelSubject = "model"
}
