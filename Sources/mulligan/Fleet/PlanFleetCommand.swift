internal import ArgumentParser
internal import Foundation
import Remediation
internal import RemediationEngine
internal import RetryForecast

struct PlanFleetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan-fleet",
        abstract: "Choose configurations for many pending retries under total memory, cores and money.",
        discussion: """
            Reads the lines of `mulligan advise`: attempts are history, asks are the pending retries. Writes one line a job (its
            configuration, or why it waits) and, last, the totals with the proven distance to the best plan.

            Example:
              mulligan plan-fleet --memory 2TiB --cpus 512 --budget 40 --value 0.5 pending.jsonl
            """
    )

    @Argument(help: "JSON lines; standard input without one.")
    var file: String?

    @Option(help: "Total memory, such as 2TiB.")
    var memory: String?

    @Option(help: "Total processor cores.")
    var cpus: Double?

    @Option(help: "Total money, in USD.")
    var budget: Double?

    @Option(help: "What a success is worth, in USD.")
    var value = 1.0

    @Option(help: "The model file (MULLIGAN_MODEL).")
    var model: String?

    @Option(help: "A price file, by machine type and time (docs/data-formats.md; MULLIGAN_PRICES).")
    var prices: String?

    func validate() throws {
        guard FleetPlanRequest.values.contains(value) else { throw ValidationError("--value must be from 1e-9 to 1e12") }
        guard cpus.map({ $0 >= 0 && $0.isFinite }) ?? true else { throw ValidationError("--cpus must be at least 0") }
        guard budget.map({ $0 >= 0 && $0.isFinite }) ?? true else { throw ValidationError("--budget must be at least 0") }
    }

    func run() async throws {
        try await CommandFailure.report {
            var history = HistoryBook()
            var pending = [AdviceRequest]()
            try ConversationLines.read(file, attempt: { history.learn($0) }, ask: { pending.append($0) })
            let path = Settings().text("model", commandLine: model, standard: ShippedFiles.path("training-data/model.json"))
            let advisor = Advisor(model: try ForecastModel.load(path: path), priceList: try PriceFile.load(prices))
            let plan = try FleetPlanner().plan(
                FleetPlanRequest(jobs: pending, capacity: try capacity(), valueUSD: value)
            ) { advisor.advise($0, history: history) }
            try write(plan)
        }
    }

    private func capacity() throws(RemediationError) -> FleetPlanRequest.Capacity {
        var bytes: Double?
        if let memory {
            guard let parsed = HumanUnits.parseBytes(memory) else {
                throw RemediationError(.invalidInput, "\"\(memory)\" is not a size; write one such as 2TiB", field: "--memory")
            }
            bytes = Double(parsed)
        }
        return FleetPlanRequest.Capacity(memoryBytes: bytes, cpus: cpus, costUSD: budget)
    }

    private func write(_ plan: FleetPlan) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var output = Data()
        for choice in plan.choices { output += try encoder.encode(choice) + Data("\n".utf8) }
        var totals = plan
        totals.choices = []
        output += try encoder.encode(totals) + Data("\n".utf8)
        FileHandle.standardOutput.write(output)
    }
}
