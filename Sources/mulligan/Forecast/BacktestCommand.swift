internal import ArgumentParser
internal import Foundation
internal import ModelLifecycle
import Remediation
internal import RemediationEngine
internal import RetryForecast

/// `mulligan backtest`: policies side by side on a trace.
struct BacktestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Replay policies on a trace and compare what they waste and how often they fail.",
        discussion: """
            A trace of measured runs is replayed by process, with 30 % of its runs as history; a trace of retries in order of submission.
            Policies: mulligan; double (the user's request, doubled after a failure); fixed:8GB (that limit, doubled after a failure);
            ladder:2,3,4 (the request, then 2, 3 and 4 times it); tovar, witt-lr and witt-p95 (published methods); oracle (what each
            task needs). The formats of traces are in docs/data-formats.md.

            Examples:
              mulligan backtest training-data/nextflow-aws-retries/attempts.csv --policy mulligan --policy fixed:8GiB --policy oracle \
            --memory-choices 2GiB/1h,4GiB/2h,8GiB/4h,16GiB/8h,32GiB/16h
              mulligan backtest site.csv --policy mulligan --policy tovar --policy witt-p95 --seeds 5 --report backtest.html
            """
    )

    @Argument(help: "The trace.")
    var trace: String

    @Option(help: ArgumentHelp("A policy: \(ReplayPolicies.usage); may be given again.", valueName: "policy"))
    var policy: [String] = ["mulligan"]

    @Option(help: "The model file (MULLIGAN_MODEL).")
    var model: String?

    @Option(help: "How many seeds to draw histories with, from 1996.")
    var seeds: Int = 1

    @Option(help: "How to replay: sizing or retries; by default retries if any run of the trace was tried twice.")
    var replay: Backtest.Kind?

    @Flag(help: "Do not tell the size of the input: the case where a scheduler knows none.")
    var withoutInput = false

    @Option(help: "What a failed attempt costs beyond its resources, in USD.")
    var failureCharge: Double = AdviceOptions().failureCharge

    @Option(
        help: ArgumentHelp(
            "The limits that the site grants, such as 2GiB,4GiB,8GiB or 2GiB/1h,4GiB/2h: what mulligan chooses from. A trace of retries says "
                + "nothing of limits between those that were tried.",
            valueName: "choices"
        )
    )
    var memoryChoices: String?

    @Option(help: "The least of that for a job of fewer than 5 measured runs, in USD.")
    var newJobFailureCharge: Double = AdviceOptions().newJobFailureCharge

    @Option(help: "Write an HTML report with plots to this file.")
    var report: String?

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        guard (1...1_000).contains(seeds) else { throw ValidationError("--seeds must be 1 to 1000") }
        guard failureCharge >= 0, failureCharge.isFinite else { throw ValidationError("--failure-charge must be at least 0") }
        guard newJobFailureCharge >= 0, newJobFailureCharge.isFinite else {
            throw ValidationError("--new-job-failure-charge must be at least 0")
        }
    }

    func run() throws {
        try CommandFailure.reporting {
            let path = Settings().text("model", commandLine: model, standard: ShippedFiles.path("training-data/model.json"))
            var options = AdviceOptions(failureCharge: failureCharge, newJobFailureCharge: newJobFailureCharge)
            options = options.granting(try memoryChoices.map { try MemoryChoices(commandLine: $0) })
            let backtest = try Backtest(try TraceReader.read(trace), kind: replay, seeds: seeds, tellsInput: !withoutInput)
            if memoryChoices == nil, !backtest.grantedLimits.isEmpty {
                options.memoryChoices = backtest.grantedLimits
                let limits = options.memoryChoices.map(HumanUnits.bytes).joined(separator: ", ")
                CommandFailure.note("mulligan chooses from the limits that the trace tried: \(limits); --memory-choices names others")
            }
            let advisor = Advisor(model: try ForecastModel.load(path: path), options: options)
            // A wrong name is refused before hours of replay, not after.
            for name in policy { _ = try ReplayPolicies.named(name, advisor: advisor) }
            var bar = ProgressBar(total: backtest.steps * policy.count)
            var rows: [Backtest.Row] = []
            for name in policy {
                rows.append(
                    try backtest.run(name) { () throws(RemediationError) in
                        try ReplayPolicies.named(name, advisor: advisor)
                    } progress: {
                        bar.step(name)
                    }
                )
            }
            bar.finish()
            let table = BacktestTable(backtest, rows: rows, title: URL(filePath: trace).lastPathComponent)
            if let report { try write(BacktestReport(table).html, to: report) }
            if json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                FileHandle.standardOutput.write(try encoder.encode(table.lines) + Data("\n".utf8))
            } else {
                print(table.text)
            }
        }
    }

    private func write(_ html: String, to path: String) throws(RemediationError) {
        do {
            try Data(html.utf8).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw RemediationError(.invalidInput, "cannot write the report to \(path); check the path and its permissions", cause: error)
        }
    }
}

extension Backtest.Kind: ExpressibleByArgument {}
