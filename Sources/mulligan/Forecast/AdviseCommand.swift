internal import ArgumentParser
internal import Foundation
import Remediation
internal import RemediationEngine
internal import RetryForecast

/// `mulligan advise`: a conversation in JSON lines for schedulers without a server.
struct AdviseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advise",
        abstract: "Answer what a job should start or continue with, line by line, learning from attempts on the way.",
        discussion: """
            Reads JSON lines on standard input. {"event":"attempt",...} is learnt and not answered; {"event":"ask",...} is answered
            with one line, flushed at once. A line that is wrong is answered with {"id","error"} and changes nothing; the exit
            status is then 65.

            Examples:
              mulligan advise < asks.jsonl
              echo '{"event":"ask","id":"1","job":"align","requested":{"memoryBytes":4000000000}}' | mulligan advise
            """
    )

    @Option(help: "The model file (MULLIGAN_MODEL).")
    var model: String?

    @Option(help: "What a failed attempt costs beyond its resources, in USD.")
    var failureCharge: Double = AdviceOptions().failureCharge

    @Option(help: "What a GB-hour of memory costs, in USD.")
    var gigabyteHour: Double = PriceBook().gigabyteHour

    @Option(help: "What a core-hour costs, in USD.")
    var coreHour: Double = PriceBook().coreHour

    @Option(help: "How much of the price of held cores weighs in the choice of a ladder, from 0 (memory alone) to 1 (money alone).")
    var coreWeight: Double = AdviceOptions().coreWeight

    @Option(help: "The most attempts of one run.")
    var maximumAttempts: Int = AdviceOptions().maximumAttempts

    func validate() throws {
        guard failureCharge >= 0, failureCharge.isFinite else { throw ValidationError("--failure-charge must be at least 0") }
        guard gigabyteHour >= 0, gigabyteHour.isFinite else { throw ValidationError("--gigabyte-hour must be at least 0") }
        guard coreHour >= 0, coreHour.isFinite else { throw ValidationError("--core-hour must be at least 0") }
        guard (0...1).contains(coreWeight) else { throw ValidationError("--core-weight must be 0 to 1") }
        guard (1...16).contains(maximumAttempts) else { throw ValidationError("--maximum-attempts must be 1 to 16") }
    }

    func run() throws {
        let path = Settings().text("model", commandLine: model, standard: ShippedFiles.path("training-data/model.json"))
        let forecast = try CommandFailure.reporting { try ForecastModel.load(path: path) }
        let advisor = Advisor(
            model: forecast,
            prices: PriceBook(gigabyteHour: gigabyteHour, coreHour: coreHour),
            options: AdviceOptions(failureCharge: failureCharge, coreWeight: coreWeight, maximumAttempts: maximumAttempts)
        )
        var conversation = AdviceConversation(advisor: advisor)
        while let line = readLine(strippingNewline: true) {
            guard let answer = conversation.answer(to: line) else { continue }
            FileHandle.standardOutput.write(answer)
        }
        if conversation.errors > 0 { throw CommandFailure.dataError }
    }
}
