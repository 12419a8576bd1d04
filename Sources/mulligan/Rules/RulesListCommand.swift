internal import ArgumentParser
internal import Foundation
internal import LogRules
internal import Remediation

/// `mulligan rules list`: the rules of a pack.
struct RulesListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the rules.",
        discussion: """
            EXAMPLES
              mulligan rules list --class memory
              mulligan rules list --engine slurm --json
            """
    )

    @OptionGroup var rules: RulesOptions

    @Option(help: "Only rules of this engine.")
    var engine: String?

    @Option(name: .customLong("class"), help: "Only rules of this class or category.")
    var failureClass: String?

    @Flag(help: "Write one line of JSON a rule.")
    var json = false

    private struct Row: Encodable {
        var id, title, engine, failureClass, status, retryable: String
        var weight: Int

        enum CodingKeys: String, CodingKey {
            case id, title, engine, failureClass = "class", status, retryable, weight
        }

        init(_ rule: Rule) {
            id = rule.id
            title = rule.title
            engine = rule.engine
            failureClass = rule.failureClass.rawValue
            status = rule.status.rawValue
            retryable = rule.retryable.rawValue
            weight = rule.weight
        }
    }

    func run() throws {
        let pack = try rules.pack()
        let rows = pack.rules.filter { rule in
            (engine == nil || rule.engine == engine)
                && (failureClass == nil || rule.failureClass.rawValue == failureClass || rule.failureClass.category == failureClass)
        }.map(Row.init)
        if json {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            for row in rows { print(String(decoding: try encoder.encode(row), as: UTF8.self)) }
            return
        }
        let widths = (rows.map(\.id.count).max() ?? 0, rows.map(\.failureClass.count).max() ?? 0)
        for row in rows {
            let id = row.id.padding(toLength: widths.0, withPad: " ", startingAt: 0)
            let name = row.failureClass.padding(toLength: widths.1, withPad: " ", startingAt: 0)
            print("\(id)  \(name)  \(row.retryable)  \(row.status)")
        }
        print("\(rows.count) rules, pack version \(pack.version)")
    }
}
