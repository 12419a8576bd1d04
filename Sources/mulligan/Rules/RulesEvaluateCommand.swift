internal import ArgumentParser
internal import Foundation
internal import LogRules

/// `mulligan rules evaluate`: how well the rules do on labelled failures.
struct RulesEvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure precision, recall and coverage on labelled failures.",
        discussion: """
            A labelled failure is a line of `classify` with "accept" (right classes, the preferred one first) and perhaps "retryable", \
            "labelConfidence" and "hardNegative". --fold takes one part of a seeded random split, so that rules can be written \
            without looking at it.

            EXAMPLES
              mulligan rules evaluate labelled.jsonl
              mulligan rules evaluate labelled.jsonl --fold 1/3 --html report.html
              mulligan rules evaluate labelled.jsonl --write
            """
    )

    @OptionGroup var rules: RulesOptions

    @Argument(help: "Labelled failures, JSON lines.", completion: .file())
    var files: [String]

    @Option(help: "Labels less sure than this do not count.")
    var minimumLabelConfidence = 0.7

    @Option(parsing: .unconditional, help: "Only part i of k of the seeded split, written i/k; -i/k takes all the others.")
    var fold: String?

    @Option(help: "The seed of the split.")
    var seed = 7

    @Option(help: "Write the report as a page to this file.", completion: .file())
    var html: String?

    @Flag(help: "Write the measured precision and each rule's earned status into the rules.")
    var write = false

    func run() throws {
        var failures = try LabelledFailures.read(files)
        if let fold {
            let part = try Self.parse(fold)
            failures = failures.filter { failure in
                let isInPart = FNV1a("\(seed):\(failure.id)").value % UInt64(part.of) == UInt64(part.index - 1)
                return isInPart != part.isComplement
            }
        }
        let classifier = try rules.classifier()
        let report = RuleEvaluation(classifier, on: failures, minimumConfidence: minimumLabelConfidence)
        print(report.text())
        if let html {
            let page = report.html(title: "Rules \(classifier.pack.version) on \(report.count) failures")
            guard FileManager.default.createFile(atPath: html, contents: Data(page.utf8)) else {
                throw CommandFailure.data("\(html) cannot be written; check the path and its permissions")
            }
        }
        if write {
            do {
                try report.write(to: rules.directory, rules: classifier.pack.rules)
            } catch {
                throw CommandFailure.data("\(error)")
            }
        }
    }

    private static func parse(_ text: String) throws -> (index: Int, of: Int, isComplement: Bool) {
        let isComplement = text.hasPrefix("-")
        let parts = text.drop { $0 == "-" }.split(separator: "/").compactMap { Int($0) }
        guard parts.count == 2, parts[1] >= 2, (1...parts[1]).contains(parts[0]) else {
            throw ValidationError("--fold \(text): write i/k with 1 <= i <= k, such as 1/3")
        }
        return (parts[0], parts[1], isComplement)
    }
}
