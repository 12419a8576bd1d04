internal import ArgumentParser
internal import Foundation
internal import LogRules

/// Where the rules are: `--rules`, else `MULLIGAN_RULES`, else `rules` here or beside the program.
struct RulesOptions: ParsableArguments {
    @Option(name: .long, help: "The folder of rules (default: $MULLIGAN_RULES, else ./rules, else the installed ones).")
    var rules: String?

    /// The folder to read.
    var directory: String {
        Settings().text("rules", commandLine: rules, standard: ShippedFiles.path("rules"))
    }

    /// The pack in the folder.
    ///
    /// - Throws: `ExitCode` 65 after printing what is wrong with a rule.
    func pack() throws -> RulePack {
        do {
            return try RulePack.load(directory: directory)
        } catch {
            throw CommandFailure.data("\(error)")
        }
    }

    /// A classifier of the pack.
    ///
    /// - Throws: `ExitCode` 65 after printing what is wrong with a rule.
    func classifier() throws -> Classifier {
        let pack = try pack()
        do {
            return try Classifier(pack)
        } catch {
            throw CommandFailure.data("\(error)")
        }
    }
}
