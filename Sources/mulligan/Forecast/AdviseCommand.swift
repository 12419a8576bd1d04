internal import ArgumentParser
internal import Foundation
internal import ModelLifecycle
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

    @Option(help: "The least of that for a job of fewer than 5 measured runs, in USD.")
    var newJobFailureCharge: Double = AdviceOptions().newJobFailureCharge

    @Option(help: "A price file, by machine type and time (docs/data-formats.md; MULLIGAN_PRICES).")
    var prices: String?

    @Option(help: "What a GB-hour of memory costs, in USD, instead of what the price file says.")
    var gigabyteHour: Double?

    @Option(help: "What a core-hour costs, in USD, instead of what the price file says.")
    var coreHour: Double?

    @Option(help: "How much of the price of held cores weighs in the choice of a ladder, from 0 (memory alone) to 1 (money alone).")
    var coreWeight: Double = AdviceOptions().coreWeight

    @Option(help: "The most attempts of one run.")
    var maximumAttempts: Int = AdviceOptions().maximumAttempts

    @Option(
        help: ArgumentHelp(
            "The limits that the site grants, such as 2GiB,4GiB,8GiB, or with the time that comes with each, 2GiB/1h,4GiB/2h; "
                + "without them any multiple of 4 KiB.",
            valueName: "choices"
        )
    )
    var memoryChoices: String?

    @Option(
        help: ArgumentHelp(
            "Refit the model from what is learnt: in the background after 200 successes and whenever there are a quarter more, and at the end; "
                + "it is written to this file.",
            valueName: "file"
        )
    )
    var learn: String?

    @OptionGroup var refitting: RefitOptions

    @Flag(help: "Say at the end, on standard error, what an ask took from question to ladder, the Pareto front with it.")
    var times = false

    func validate() throws {
        guard failureCharge >= 0, failureCharge.isFinite else { throw ValidationError("--failure-charge must be at least 0") }
        guard newJobFailureCharge >= 0, newJobFailureCharge.isFinite else {
            throw ValidationError("--new-job-failure-charge must be at least 0")
        }
        guard gigabyteHour.map({ $0 >= 0 && $0.isFinite }) ?? true else { throw ValidationError("--gigabyte-hour must be at least 0") }
        guard coreHour.map({ $0 >= 0 && $0.isFinite }) ?? true else { throw ValidationError("--core-hour must be at least 0") }
        guard (0...1).contains(coreWeight) else { throw ValidationError("--core-weight must be 0 to 1") }
        guard (1...16).contains(maximumAttempts) else { throw ValidationError("--maximum-attempts must be 1 to 16") }
    }

    func run() throws {
        let path = Settings().text("model", commandLine: model, standard: ShippedFiles.path("training-data/model.json"))
        let forecast = try CommandFailure.reporting { try ForecastModel.load(path: path) }
        var options = AdviceOptions(
            failureCharge: failureCharge,
            newJobFailureCharge: newJobFailureCharge,
            coreWeight: coreWeight,
            maximumAttempts: maximumAttempts
        )
        options = try CommandFailure.reporting { options.granting(try memoryChoices.map { try MemoryChoices(commandLine: $0) }) }
        var priceList = try CommandFailure.reporting { try PriceFile.load(prices) }
        if let gigabyteHour { priceList.base.gigabyteHour = gigabyteHour }
        if let coreHour { priceList.base.coreHour = coreHour }
        let advisor = Advisor(model: forecast, priceList: priceList, options: options)
        var conversation = AdviceConversation(advisor: advisor, keepsSite: learn != nil, isTimed: times)
        let refit = try CommandFailure.reporting { () throws(RemediationError) in
            learn == nil ? nil : BackgroundRefit(try refitting.data(of: path))
        }
        while let line = readLine(strippingNewline: true) {
            if let answer = conversation.answer(to: line) { FileHandle.standardOutput.write(answer) }
            guard let refit, let learn else { continue }
            refit.startIfDue(successes: conversation.site.successes) { conversation.site.trace }
            try CommandFailure.reporting {
                guard let model = try refit.take() else { return }
                conversation.adopt(model)
                try model.write(path: learn)
            }
        }
        if let refit, let learn {
            try CommandFailure.reporting {
                let model = try refit.finish(successes: conversation.site.successes, site: { conversation.site.trace })
                try model?.write(path: learn)
            }
        }
        if times { FileHandle.standardError.write(Data(Self.summary(conversation.times).utf8)) }
        if conversation.errors > 0 { throw CommandFailure.dataError }
    }

    private static func summary(_ times: [Double]) -> String {
        let sorted = times.sorted()
        func microseconds(_ share: Double) -> String {
            sorted.isEmpty ? "-" : "\(Int((sorted[min(Int(share * Double(sorted.count)), sorted.count - 1)] * 1e6).rounded()))"
        }
        let (middle, most, nearlyAll) = (microseconds(0.5), microseconds(0.9), microseconds(0.99))
        return "\(sorted.count) asks, microseconds each: median \(middle), 90 % \(most), 99 % \(nearlyAll)\n"
    }
}
