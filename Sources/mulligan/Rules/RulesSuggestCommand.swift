internal import ArgumentParser
internal import Foundation
internal import LogRules

/// `mulligan rules suggest`: drafts of rules for failures that no rule catches.
struct RulesSuggestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suggest",
        abstract: "Group unclassified failures by template and draft a rule for each group.",
        discussion: """
            EXAMPLES
              mulligan rules suggest failures.jsonl
              mulligan rules suggest failures.jsonl --output rules/drafts
            """
    )

    @OptionGroup var rules: RulesOptions

    @Argument(help: "Failures, JSON lines as for `classify`, perhaps with \"costUSD\".", completion: .file())
    var files: [String]

    @Option(help: "How many groups to show.")
    var top = 20

    @Option(help: "Write the drafts into this folder.", completion: .directory)
    var output: String?

    func run() throws {
        let suggestions = RuleSuggestion.suggestions(for: try LabelledFailures.read(files), classifier: try rules.classifier())
        for suggestion in suggestions.prefix(top) {
            let cost = suggestion.costUSD > 0 ? "  USD \((suggestion.costUSD * 100).rounded() / 100)" : ""
            print("\(suggestion.count)\(cost)  \(suggestion.template.prefix(160))")
            if let output {
                let path = output + "/" + suggestion.id + ".yaml"
                do {
                    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
                    try Data(suggestion.yaml.utf8).write(to: URL(fileURLWithPath: path))
                } catch {
                    throw CommandFailure.data("\(path) cannot be written; check the folder's permissions")
                }
                print("    \(path)")
            }
        }
        print("\(suggestions.count) groups")
    }
}
