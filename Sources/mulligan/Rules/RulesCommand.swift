internal import ArgumentParser

/// `mulligan rules`: the commands of those who keep rules.
struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules",
        abstract: "Check, test, list, evaluate and draft the rules of the classifier; learn a second opinion.",
        subcommands: [
            RulesLintCommand.self, RulesTestCommand.self, RulesListCommand.self, RulesEvaluateCommand.self,
            RulesSuggestCommand.self, RulesLearnCommand.self,
        ]
    )
}
