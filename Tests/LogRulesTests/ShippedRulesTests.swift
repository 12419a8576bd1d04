import LogRules
import Remediation
import Testing

@Suite struct ShippedRulesTests {
    @Test func lintFindsNothing() throws {
        let (pack, errors) = try RulePack.read(directory: ShippedRules.directory)
        #expect(errors.map(\.description) == [])
        #expect(pack.lint().map(\.description) == [])
    }

    @Test func everyExampleHolds() throws {
        let report = RuleExampleReport(try ShippedRules.classifier.get())
        #expect(report.failures.map(\.description) == [])
        #expect(report.count > 2 * 200)
    }

    /// Fails when a class of the taxonomy has no rule.
    @Test func everyClassHasRules() throws {
        let classes = Set(try ShippedRules.classifier.get().pack.rules.map(\.failureClass))
        #expect(FailureClass.all.filter { !classes.contains($0) && $0 != .unknown } == [])
    }

    @Test func silenceIsUnknown() throws {
        let result = try ShippedRules.classifier.get().classify(FailureEvidence(log: "step 1 done\nstep 2 done\n"))
        #expect(result.failureClass == .unknown)
        #expect(result.rule == nil)
        #expect(result.confidence == 0)
    }
}
