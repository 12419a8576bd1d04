import Foundation
import LogRules
import Remediation
import RemediationEngine
import RemediationTesting
import RetryForecast
import Testing

/// What the audit log says of changed rules, policies and models: who, why, before and after.
@Suite struct ConfigurationAuditTests {
    private static let policy = "mode: observe\n"

    private func entries(_ service: RemediationService, of subject: String) async throws -> [AuditEvent] {
        try await service.store.auditEntries(AuditFilter(subject: subject), page: PageRequest()).items.map(\.event)
    }

    /// A pack of the shipped rules with one taken away, one changed and one put in.
    private func otherRules() throws -> (pack: RulePack, removed: Rule, changed: String) {
        let shipped = try RulePack.load(directory: ServiceFixture.repository + "/rules")
        var rules = shipped.rules
        let removed = rules.removeFirst()
        let text = rules[0].text + "# one more line\n"
        rules[0] = try Rule(yaml: text, file: rules[0].file)
        let new = rules[0].text.replacing("id: \(rules[0].id)\n", with: "id: quite-new\n")
        rules.append(try Rule(yaml: new, file: "\(rules[0].engine)/quite-new.yaml"))
        return (RulePack(rules: rules, version: "other"), removed, text)
    }

    @Test func changedRulesAreNamedWithTheirTexts() async throws {
        let fixture = try await ServiceFixture(policy: try RemediationPolicy(yaml: Self.policy))
        let first = try #require(try await entries(fixture.service, of: "rules").first)
        let count = Int(try #require(first.after?["count"]?.number))
        #expect(first.actor == "ada" && first.before == nil)
        #expect(first.reason == "\(count) rules in /etc/rules at the start of the service by ada")

        let (pack, removed, changed) = try otherRules()
        let id = pack.rules[0].id
        try await fixture.service.replaceRules(by: try Classifier(pack), rules: .init(count: pack.count, version: pack.version))
        let event = try #require(try await entries(fixture.service, of: "rules").first)
        #expect(event.actor == "file change")
        #expect(
            event.reason == "added quite-new; changed \(id); removed \(removed.id) in /etc/rules while the service ran"
        )
        let (before, after) = (try #require(event.before), try #require(event.after))
        #expect(before["version"] == first.after?["version"] && after["version"]?.string == "other")
        #expect(before["rules"]?[removed.id]?["definition"]?.string == removed.text)
        #expect(after["rules"]?[removed.id] == nil)
        #expect(after["rules"]?[id]?["definition"]?.string == changed)
        #expect(before["rules"]?[id]?["definition"]?.string.map { $0 + "# one more line\n" } == changed)
        #expect(after["rules"]?["quite-new"] != nil && before["rules"]?["quite-new"] == nil)
        // Rules that are as they were are not told again.
        #expect(after["rules"]?[pack.rules[1].id] == nil)

        // The shipped files once more, at a restart: the same difference, backwards.
        try await fixture.restart()
        let back = try #require(try await entries(fixture.service, of: "rules").first)
        #expect(back.actor == "file change")
        #expect(
            back.reason
                == "added \(removed.id); changed \(id); removed quite-new in /etc/rules at the start of the service by ada"
        )
        #expect(back.before?["rules"]?[id]?["fingerprint"] == after["rules"]?[id]?["fingerprint"])
        #expect(back.after?["rules"]?[id]?["fingerprint"] == before["rules"]?[id]?["fingerprint"])
        try await fixture.restart()
        #expect(try await entries(fixture.service, of: "rules").count == 3)
    }

    @Test func anEntryOfAnEarlierVersionIsFollowedByAWholeOne() async throws {
        let fixture = try await ServiceFixture(policy: try RemediationPolicy(yaml: Self.policy))
        let old = JSONValue.object(["count": .number(7), "version": .string("old")])
        _ = try await fixture.service.store.append(
            AuditEvent(.rulesChanged, subject: "rules", actor: "mulligan", after: old, at: fixture.clock.now())
        )
        let (pack, _, _) = try otherRules()
        try await fixture.service.replaceRules(by: try Classifier(pack), rules: .init(count: pack.count, version: pack.version))
        // Below the old entry lies a whole one, of the fixture's own start.
        #expect(try await entries(fixture.service, of: "rules").first?.reason?.hasPrefix("added quite-new;") == true)

        let other = try await ServiceFixture(policy: try RemediationPolicy(yaml: Self.policy), recovering: false)
        _ = try await other.service.store.append(
            AuditEvent(.rulesChanged, subject: "rules", actor: "mulligan", after: old, at: other.clock.now())
        )
        try await other.service.recover()
        let event = try #require(try await entries(other.service, of: "rules").first)
        #expect(event.before == old && event.after?["rules"]?[pack.rules[1].id] != nil)
    }

    @Test func aPolicyFileThatWasEditedIsSaidToBe() async throws {
        let fixture = try await ServiceFixture(policy: try RemediationPolicy(yaml: Self.policy), policyText: Self.policy)
        try await fixture.restart(policyText: "mode: auto\n")
        let events = try await entries(fixture.service, of: "policy")
        #expect(events.map(\.actor) == ["file change", "ada"])
        #expect(events.map { $0.before?["text"]?.string } == [Self.policy, nil])
        #expect(events.map { $0.after?["text"]?.string } == ["mode: auto\n", Self.policy])
        #expect(events.first?.reason == "/etc/policy.yaml at the start of the service by ada")
    }

    @Test func aFitAndAnotherFileAreToldApart() async throws {
        let fixture = try await ServiceFixture(policy: try RemediationPolicy(yaml: Self.policy))
        let model = try ForecastModel.load(path: ServiceFixture.repository + "/training-data/model.json")
        try await fixture.service.replaceAdvisor(by: Advisor(model: model), modelVersion: "fitted")
        try await fixture.restart()
        try await fixture.restart(modelVersion: "edited")
        let events = try await entries(fixture.service, of: "model")
        #expect(events.map(\.actor) == ["file change", "mulligan", "mulligan", "ada"])
        #expect(events.map { $0.after?["version"]?.string } == ["edited", "test", "fitted", "test"])
        #expect(events.map { $0.after?["origin"]?.string } == ["file", "file", "fit", "file"])
        #expect(events.dropLast().map { $0.before?["version"]?.string } == ["test", "fitted", "test"])
        #expect(events[2].reason == "fitted anew after 0 attempts of this site, 0 of them good")
        #expect(events[1].reason?.hasPrefix("/etc/model.json until it is fitted anew") == true)
        #expect(events[3].after?["runs"]?.number == Double(model.provenance.runs))
    }

    @Test func howeverOftenAModelWasFittedItsFileIsKnown() async throws {
        let fixture = try await ServiceFixture(policy: try RemediationPolicy(yaml: Self.policy))
        let model = try ForecastModel.load(path: ServiceFixture.repository + "/training-data/model.json")
        for number in 1...230 {
            try await fixture.service.replaceAdvisor(by: Advisor(model: model), modelVersion: "fit \(number)")
        }
        try await fixture.restart()
        let last = try #require(try await entries(fixture.service, of: "model").first)
        #expect(last.actor == "mulligan" && last.before?["version"]?.string == "fit 230")
        #expect(last.reason?.hasPrefix("/etc/model.json until it is fitted anew") == true)
    }

    @Test func anEditThatSeveralProcessesSeeIsToldOnce() async throws {
        let fixture = try await ServiceFixture(policy: try RemediationPolicy(yaml: Self.policy), recovering: false)
        var services = [fixture.service]
        for _ in 1...3 { services.append(try fixture.unrecovered()) }
        // All start at the same time, and then see the same edited rules.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services { group.addTask { try await service.recover() } }
            try await group.waitForAll()
        }
        let (pack, _, _) = try otherRules()
        let classifier = try Classifier(pack)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for service in services {
                group.addTask {
                    try await service.replaceRules(by: classifier, rules: .init(count: pack.count, version: pack.version))
                }
            }
            try await group.waitForAll()
        }
        for (subject, count) in [("policy", 1), ("rules", 2), ("model", 1)] {
            #expect(try await entries(fixture.service, of: subject).count == count, "\(subject)")
        }
        for service in services.dropFirst() { await service.store.close() }
    }

    @Test func whatTheCommandLineSaysInPlaceOfThePolicyIsNamed() async throws {
        let fixture = try await ServiceFixture(policy: try RemediationPolicy(yaml: Self.policy), policyText: Self.policy)
        let override = "memory-choices: [2 GiB, 4 GiB]"
        try await fixture.restart(policyText: Self.policy, overrides: [override])
        let event = try #require(try await entries(fixture.service, of: "policy").first)
        #expect(event.reason == "/etc/policy.yaml with \(override) at the start of the service by ada" && event.actor == "ada")
        #expect(event.after?["text"] == event.before?["text"])
        #expect(event.before?["commandLine"] == nil && event.after?["commandLine"] == .array([.string(override)]))
        try await fixture.restart(policyText: Self.policy, overrides: [override])
        #expect(try await entries(fixture.service, of: "policy").count == 2)
        try await fixture.restart(policyText: Self.policy)
        let back = try #require(try await entries(fixture.service, of: "policy").first)
        #expect(back.after?["commandLine"] == nil && back.actor == "ada")
    }
}
