internal import ArgumentParser
internal import LogRules

/// `mulligan rules lint`: what is wrong with rule files.
struct RulesLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint",
        abstract: "Check every rule file: fields, patterns, references, examples.",
        discussion: """
            EXAMPLES
              mulligan rules lint
              mulligan rules lint --rules ./my-rules
            """
    )

    @OptionGroup var rules: RulesOptions

    func run() throws {
        let report = try lint()
        for error in report.errors { print(error) }
        guard report.errors.isEmpty else { throw CommandFailure.data("\(report.errors.count) problems in \(report.count) rules") }
        print("\(report.count) rules, no problems")
    }

    private func lint() throws -> (count: Int, errors: [RuleError]) {
        do {
            let (pack, errors) = try RulePack.read(directory: rules.directory)
            return (pack.rules.count + errors.count, errors + pack.lint())
        } catch {
            throw CommandFailure.data("\(error)")
        }
    }
}
