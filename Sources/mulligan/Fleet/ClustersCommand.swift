internal import ArgumentParser
internal import Foundation
import Remediation
internal import RetryForecast

struct ClustersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clusters",
        abstract: "Order the clusters for a job that has never run by what its relatives spent on them.",
        discussion: """
            Reads the lines of `mulligan advise`: attempts are history (their label machineType and their workers name the cluster), asks
            are passed over. The nearest relatives that have run on a cluster say what it costs, wider groups only where those are
            silent. The labels given relate jobs, the widest group first; jobs that share them all do the same work and are
            compared at as many nodes for each byte of input.

            Example:
              mulligan clusters --job nightly-join --label framework=spark3.5 --label workload=join --input 90GB --prices prices.yaml runs.jsonl
            """
    )

    @Argument(help: "JSON lines; standard input without one.")
    var file: String?

    @Option(help: "The job's name; it need not have run.")
    var job: String

    @Option(help: "NAME=VALUE, a label that relates the job to others; may be given more than once, the widest group first.")
    var label: [String] = []

    @Option(help: "The size of the job's input, such as 90GB.")
    var input: String?

    @Option(help: "A price file, by machine type and time (docs/data-formats.md; MULLIGAN_PRICES).")
    var prices: String?

    @Option(help: "The most clusters to print.")
    var count = 10

    @Flag(help: "Print one line of JSON, with every cluster.")
    var json = false

    func validate() throws {
        guard count > 0 else { throw ValidationError("--count must be at least 1") }
        guard !job.isEmpty else { throw ValidationError("--job must not be empty") }
    }

    func run() async throws {
        try await CommandFailure.report {
            let question = ClusterQuestion(job: job, labels: try labels(), inputBytes: try inputBytes())
            let priceList = try PriceFile.load(prices)
            let now = SystemWallClock().now()
            var runs: [ClusterRun] = []
            try ConversationLines.read(file, attempt: { ClusterRun($0, prices: priceList, at: now).map { runs.append($0) } }, ask: { _ in })
            guard let ranking = ClusterRanking(runs, question: question) else {
                let message = """
                    \(runs.count) runs name their cluster, and no job among them ran on two, so there is nothing to compare; \
                    an attempt needs labels.machineType, requested.workers and runSeconds
                    """
                throw RemediationError(.invalidInput, message)
            }
            if json {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
                FileHandle.standardOutput.write(try encoder.encode(Answer(question, ranking)) + Data("\n".utf8))
            } else {
                write(ranking, for: question)
            }
        }
    }

    private func labels() throws(RemediationError) -> [ClusterQuestion.Label] {
        var labels: [ClusterQuestion.Label] = []
        for text in label {
            let halves = text.split(separator: "=", maxSplits: 1)
            guard halves.count == 2 else { throw RemediationError(.invalidInput, "\"\(text)\" is not NAME=VALUE", field: "--label") }
            labels.append(.init(name: String(halves[0]), value: String(halves[1])))
        }
        return labels
    }

    private func inputBytes() throws(RemediationError) -> Double? {
        guard let input else { return nil }
        guard let bytes = HumanUnits.parseBytes(input) else {
            throw RemediationError(.invalidInput, "\"\(input)\" is not a size; write one such as 90GB", field: "--input")
        }
        return Double(bytes)
    }

    private func write(_ ranking: ClusterRanking, for question: ClusterQuestion) {
        let shown = ranking.choices.prefix(count)
        let ground = "from \(ranking.runs) runs; \(ranking.jobs) jobs ran on two or more"
        print("\(question.job): \(ranking.choices.count) clusters, cheapest first, \(ground)")
        let width = max(shown.map(\.cluster.description.count).max() ?? 0, 7)
        print("  \("cluster".padding(toLength: width, withPad: " ", startingAt: 0))   cost  learnt from")
        for choice in shown {
            let name = choice.cluster.description.padding(toLength: width, withPad: " ", startingAt: 0)
            let cost = String(format: "%6.2f", choice.relativeCost)
            print("  \(name) \(cost)  \(question.groupName(depth: choice.depth)): \(choice.jobs) \(choice.jobs == 1 ? "job" : "jobs")")
        }
        let share = String(format: "%.1f", ranking.successShare * 100)
        print("\(share) % of the runs succeeded; other jobs do not tell on which clusters this one would fail.")
    }
}

extension ClustersCommand {
    /// The answer as JSON.
    private struct Answer: Encodable {
        struct Choice: Encodable {
            var machineType: String
            var nodes: Int
            var relativeCost: Double
            var learntFrom: String
            var jobs: Int
        }

        var job: String
        var runs: Int
        var jobs: Int
        var successProbability: Double
        var clusters: [Choice]

        init(_ question: ClusterQuestion, _ ranking: ClusterRanking) {
            job = question.job
            runs = ranking.runs
            jobs = ranking.jobs
            successProbability = ranking.successShare
            clusters = ranking.choices.map {
                Choice(
                    machineType: $0.cluster.machine,
                    nodes: $0.cluster.nodes,
                    relativeCost: $0.relativeCost,
                    learntFrom: question.groupName(depth: $0.depth),
                    jobs: $0.jobs
                )
            }
        }
    }
}

extension ClusterQuestion {
    /// A group of jobs in words: by how many of the labels it shares.
    fileprivate func groupName(depth: Int) -> String {
        if depth > labels.count { return "the job itself" }
        return depth == 0 ? "all jobs" : labels.prefix(depth).map { "\($0.name)=\($0.value)" }.joined(separator: ", ")
    }
}
