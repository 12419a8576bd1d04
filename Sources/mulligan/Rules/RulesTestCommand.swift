internal import ArgumentParser
internal import LogRules

/// `mulligan rules test`: runs every example of every rule.
struct RulesTestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run every example of every rule through the whole pack.",
        discussion: """
            A matching example must be matched by its rule and end in its class; the others must not be matched by it.

            EXAMPLES
              mulligan rules test
            """
    )

    @OptionGroup var rules: RulesOptions

    func run() throws {
        let classifier = try rules.classifier()
        let report = RuleExampleReport(classifier)
        for failure in report.failures { print(failure) }
        guard report.failures.isEmpty else {
            throw CommandFailure.data("\(report.failures.count) of \(report.count) examples failed")
        }
        print("\(report.count) examples of \(classifier.pack.rules.count) rules passed")
    }
}
