internal import ArgumentParser
internal import Foundation
internal import LogRules
internal import Remediation
internal import RemediationEngine

/// `mulligan rules learn`: trains the second opinion on labelled failures.
struct RulesLearnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "learn",
        abstract: "Train the second opinion on labelled failures: boosted stumps over the words of their logs.",
        discussion: """
            What no rule catches is asked of this model. It names a class only where it is precise enough on failures that it had not \
            seen, says that it is learned, and never says that no retry helps.

            EXAMPLES
              mulligan rules learn training-data/failure-logs/*.jsonl --output training-data/second-opinion.json
              mulligan rules learn our-failures.jsonl --precision 0.9 --output opinion.json
            """
    )

    @OptionGroup var rules: RulesOptions

    @Argument(help: "Labelled failures, JSON lines as for `evaluate`.", completion: .file())
    var files: [String]

    @Option(help: "Where to write the model.", completion: .file())
    var output: String

    @Option(help: "The least share of right answers among those given, on failures not seen in training.")
    var precision = 0.95

    @Option(help: "The least number of failures that a class needs.")
    var leastExamples = 8

    @Option(help: "Labels less sure than this do not count.")
    var minimumLabelConfidence = 0.7

    @Option(help: "Decides every random draw.")
    var seed: UInt64 = 1

    @Flag(inversion: .prefixedNo, help: "Learn from the rules' own examples too.")
    var examples = true

    func validate() throws {
        guard precision > 0, precision <= 1 else { throw ValidationError("--precision must be above 0 and at most 1") }
        guard leastExamples >= 2 else { throw ValidationError("--least-examples must be at least 2") }
    }

    func run() throws {
        var learned = try LabelledFailures.read(files).filter { $0.labelConfidence >= minimumLabelConfidence }.compactMap { failure in
            failure.accept.first.map { SecondOpinion.Example(log: failure.evidence.log, failureClass: $0) }
        }
        if examples {
            for rule in try rules.pack().rules {
                learned += rule.matching.filter { !$0.evidence.log.isEmpty }.map {
                    SecondOpinion.Example(log: $0.evidence.log, failureClass: rule.failureClass)
                }
            }
        }
        var options = SecondOpinion.Options()
        options.precision = precision
        options.leastExamples = leastExamples
        options.seed = seed
        options.threads = ProcessInfo.processInfo.activeProcessorCount
        do {
            let opinion = try SecondOpinion.train(on: learned, options: options)
            let record = opinion.record
            print("failures \(record.failures)  classes \(opinion.voices.count)  threshold \((opinion.threshold * 1000).rounded() / 1000)")
            print("of failures not seen in training \(record.named) named, \(record.right) right")
            guard FileManager.default.createFile(atPath: output, contents: try opinion.json()) else {
                throw CommandFailure.data("\(output) cannot be written; check the path and its permissions")
            }
        } catch let error as RemediationError {
            throw CommandFailure.data("\(error)")
        }
    }
}
