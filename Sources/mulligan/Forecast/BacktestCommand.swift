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

            Examples:
              mulligan backtest training-data/nextflow-aws-retries/attempts.csv --policy mulligan --policy fixed:8GB
              mulligan backtest site.csv --policy mulligan --seeds 5
            """
    )

    @Argument(help: "The trace.")
    var trace: String

    @Option(help: "A policy: mulligan, or fixed:SIZE such as fixed:8GB; may be given again.")
    var policy: [String] = ["mulligan"]

    @Option(help: "The model file (MULLIGAN_MODEL).")
    var model: String?

    @Option(help: "How many seeds to draw histories with, from 1996.")
    var seeds: Int = 1

    func run() throws {
        try CommandFailure.reporting {
            let path = Settings().text("model", commandLine: model, standard: ShippedFiles.path("training-data/model.json"))
            let advisor = Advisor(model: try ForecastModel.load(path: path))
            let trace = try TraceReader.read(trace)
            let replay = SizingReplay()
            for name in policy {
                var total = SizingReplay.Score()
                for (_, runs) in replay.processes(trace) {
                    for seed in 0..<UInt64(max(seeds, 1)) {
                        if name == "mulligan" {
                            var policy = MulliganPolicy(advisor: advisor)
                            total += replay.replay(runs, seed: 1996 + seed, policy: &policy)
                        } else {
                            guard name.hasPrefix("fixed:"), let gigabytes = Double(name.dropFirst(6).prefix { $0.isNumber || $0 == "." })
                            else {
                                throw RemediationError(
                                    .invalidInput,
                                    "\"\(name)\" is no policy; write mulligan or fixed:8GB",
                                    field: "--policy"
                                )
                            }
                            var policy = FixedPolicy(name: name, bytes: Int64(gigabytes * 1e9))
                            total += replay.replay(runs, seed: 1996 + seed, policy: &policy)
                        }
                    }
                }
                let count = Double(max(seeds, 1))
                print(
                    "\(name): \(total.wastage / count) GBh wasted, \(Double(total.failures) / count) failed attempts of \(total.tasks / max(seeds, 1)) tasks"
                )
            }
        }
    }
}
