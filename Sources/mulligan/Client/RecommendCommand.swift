internal import ArgumentParser
internal import Foundation
internal import LogRules
import Remediation
internal import RemediationEngine

struct RecommendCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recommend",
        abstract: "Classify a failure and recommend a configuration, without a service and without keeping anything.",
        discussion: """
            Examples:
              mulligan recommend docs/examples/slurm-oom.json
              mulligan recommend --json failure.json | jq .recommendation.ladder
            """
    )

    @Argument(help: "The failure as JSON, as POST /v1/failures takes it; - for standard input.")
    var file: String

    @Option(help: "A file with the log, instead of the one in the JSON.")
    var log: String?

    @OptionGroup var parts: DecisionParts

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        try await CommandFailure.report {
            let failure = try FailureFile.read(file, log: log)
            let decision = try parts.load()
            let evidence = FailureEvidence(failure)
            let found = decision.classifier.classify(evidence)
            let classification = decision.secondOpinion?.complete(found, of: evidence.log) ?? found
            let clock = SystemWallClock()
            let decider = Decider(policy: decision.policy)
            let history = HistoryKeeper(couplesTime: decision.advisor.options.couplesTime)
            let cost = { @Sendable (request: AdviceRequest, target: Resources) in
                history.expectedCost(of: target, request, by: decision.advisor, at: clock.now())
            }
            let considered = decider.consider(
                failure,
                classification: classification,
                failed: [
                    FailedConfiguration(
                        resources: failure.resources,
                        failureClass: classification.failureClass,
                        runSeconds: failure.runSeconds
                    )
                ],
                circumstances: Circumstances(cost: decision.policy.asksCost ? cost : nil)
            ) { history.advise($0, by: decision.advisor) }
            let recommendation = decider.recommendation(
                considered,
                id: IdentifierGenerator(clock: clock).next(),
                failureId: failure.runId,
                at: clock.now()
            )
            if json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                let answer = Answer(classification: classification, recommendation: recommendation)
                FileHandle.standardOutput.write(try encoder.encode(answer) + Data("\n".utf8))
            } else {
                print(RecommendationText.lines(classification, recommendation).joined(separator: "\n"))
            }
        }
    }

    private struct Answer: Encodable {
        var classification: Classification
        var recommendation: Recommendation
    }
}
