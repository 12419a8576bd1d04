internal import GradientBoosting
internal import Remediation
internal import RetryForecast

/// Turns finished runs into labelled rows: what candidate limits, each with the history before the run, would have come to.
///
/// A run whose need is known would have succeeded under any limit at or above the need and failed under any below, so it gives several
/// rows at limits about its history and about its need. A run that never succeeded gives the rows that are certain, its failures.
package struct PseudoAttempts: Sendable {
    /// How rows are drawn.
    package struct Options: Sendable {
        /// Candidate limits a question drawn from those that serving would look at.
        package var candidates = 12
        /// Limits about the need.
        package var aboutNeed = 3
        /// Copies of each job's runs in random order, beside the order of submission.
        package var shuffles = 2
        /// Decides every draw.
        package var seed: UInt64 = 1
        /// Whether some copies lose their input sizes, so that the model knows both cases.
        package var hidesInputs = true
        /// Whether some copies lose their request.
        package var hidesRequests = true

        /// The defaults.
        package init() {}
    }

    /// The rows: features in the order of `ForecastFeature.all`.
    package private(set) var columns: [[Double]] = Array(repeating: [], count: ForecastFeature.all.count)
    /// 1 where the candidate would have sufficed.
    package private(set) var labels: [Double] = []
    /// The weight of each row.
    package private(set) var weights: [Double] = []
    /// The group of each row, which validation must not split.
    package private(set) var groups: [String] = []
    /// Runs behind the rows.
    package private(set) var runCount = 0
    private var weight = 1.0
    private var generator: SeededGenerator
    private let options: Options

    /// No rows yet.
    package init(options: Options = Options()) {
        self.options = options
        generator = SeededGenerator(seed: options.seed)
    }

    /// Adds the rows of a trace in its order, then copies in random order.
    package mutating func add(_ trace: Trace) {
        runCount += trace.runs.count
        weight = trace.weight
        add(trace.runs, hidingInputs: false)
        // Of a prior more of the same is drawn rather than shuffled.
        for copy in 0..<(trace.isSimulated ? 0 : options.shuffles) {
            add(trace.runs.shuffled(using: &generator), hidingInputs: options.hidesInputs && copy % 2 == 0)
        }
    }

    private mutating func add(_ runs: [TracedRun], hidingInputs: Bool) {
        var book = HistoryBook()
        for run in runs {
            guard let first = run.attempts.first else { continue }
            ask(run, first, book, hidingInputs: hidingInputs)
            for var attempt in run.attempts {
                if hidingInputs { attempt.inputBytes = nil }
                book.learn(attempt)
            }
        }
    }

    private mutating func ask(_ run: TracedRun, _ first: Attempt, _ book: HistoryBook, hidingInputs: Bool) {
        let request = AdviceRequest(
            job: first.job,
            engine: first.engine,
            labels: first.labels,
            requested: options.hidesRequests && generator.unit() < 0.5 ? nil : first.requested,
            inputBytes: hidingInputs ? nil : first.inputBytes
        )
        let features = AttemptFeatures(request, history: book)
        let bounds = NeedBounds(run)
        var limits = CandidateLimits(features).logLimits
        limits.shuffle(using: &generator)
        limits = Array(limits.prefix(options.candidates))
        let spread = features.own?.joined.spread ?? features.siblings?.closestSpread ?? 0.5
        if let need = bounds.need {
            for _ in 0..<options.aboutNeed { limits.append(need + spread * generator.normal()) }
        }
        var row = [Double](repeating: .nan, count: ForecastFeature.all.count)
        for (index, value) in features.context.enumerated() { row[ForecastFeature.movingCount + index] = value }
        for limit in limits {
            guard let label = bounds.label(logLimit: limit) else { continue }
            features.fill(&row, logLimit: limit)
            for (column, value) in row.enumerated() { columns[column].append(value) }
            labels.append(label ? 1 : 0)
            weights.append(weight)
            groups.append(run.group)
        }
    }
}

/// What a run says of its need: at least, at most, or exactly.
package struct NeedBounds: Sendable {
    /// Limits at or below this failed, on the log scale.
    package let failed: Double
    /// Limits at or above this suffice, on the log scale.
    package let sufficed: Double

    /// Whether `sufficed` is the need itself, measured.
    private let isExact: Bool

    /// The need, or the least limit that is known to meet it.
    package var need: Double? { sufficed.isFinite ? sufficed : nil }

    /// The bounds of a run: its failed limits from below, its peak or the limit that sufficed from above.
    package init(_ run: TracedRun) {
        let failed = run.failedLimits.max().map { Double($0).naturalLog } ?? -.infinity
        self.failed = failed
        guard let success = run.success else {
            sufficed = .infinity
            isExact = false
            return
        }
        let limit = Double(success.requested.containerBytes).naturalLog
        let peak = success.peakMemoryBytes.map { Double($0).naturalLog }
        // A peak below a limit that failed is no proof that the limit would do.
        isExact = peak.map { $0 > failed } ?? false
        sufficed = if isExact, let peak { peak } else { max(limit, failed.nextUp) }
    }

    /// Whether a limit would have sufficed; nil where the run does not say.
    package func label(logLimit: Double) -> Bool? {
        if logLimit >= sufficed { return true }
        // A success without a measured peak may have had room to spare.
        return logLimit <= failed || isExact && failed == -.infinity ? false : nil
    }
}

extension SeededGenerator {
    /// A standard normal number, by the sum of twelve uniform ones.
    mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + unit() } }
}
