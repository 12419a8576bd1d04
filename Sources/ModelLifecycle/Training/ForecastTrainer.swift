package import GradientBoosting
package import Remediation
package import RetryForecast

/// Trains the forecast's models from traces: the same traces and options give the same model, bit for bit.
package struct ForecastTrainer: Sendable {
    /// What shapes the training.
    package struct Options: Sendable {
        /// How rows are drawn.
        package var rows = PseudoAttempts.Options()
        /// How the success model is boosted.
        package var boosting: BoostingOptions
        /// The weight of the wide tail.
        package var tailWeight = 0.003

        /// The options of the shipped model.
        package init() {
            boosting = BoostingOptions(objective: .logLoss, rounds: 400, learningRate: 0.1, seed: 1)
            boosting.minimumCount = 40
            boosting.validationFraction = 0.15
            boosting.pairs = PairOptions(count: 30)
            boosting.pairs?.rounds = 100
        }
    }

    /// What was made, with the account of the training.
    package struct Result: Sendable {
        /// The model.
        package let model: ForecastModel
        /// The account of the success model's training.
        package let report: TrainingReport
    }

    /// What shapes the training.
    package let options: Options

    /// A trainer.
    package init(options: Options = Options()) { self.options = options }

    /// Trains on traces.
    ///
    /// - Throws: `RemediationError` if the traces hold too little to learn from.
    package func train(_ traces: [Trace], progress: ((Progress) -> Void)? = nil) throws(RemediationError) -> Result {
        var rows = PseudoAttempts(options: options.rows)
        for trace in traces { rows.add(trace) }
        var boosting = options.boosting
        for feature in ForecastFeature.all where feature.growsWithMemory { boosting.monotone[feature.name] = .increasing }
        // A column without any value says nothing; a constant keeps the row's form.
        let columns = zip(ForecastFeature.all, rows.columns).map { feature, values in
            FeatureColumn(name: feature.name, values: .numeric(values.allSatisfy(\.isNaN) ? values.map { _ in 0 } : values))
        }
        do {
            let table = try FeatureTable(columns: columns)
            let trained = try StumpTrainer(options: boosting).train(
                table,
                labels: rows.labels,
                weights: rows.weights,
                validation: boosting.validationFraction > 0 ? .groups(rows.groups) : nil,
                progress: progress
            )
            let model = ForecastModel(
                success: trained.model,
                tailWeight: options.tailWeight,
                parallelShare: Self.parallelShare(traces),
                provenance: .init(datasets: traces.map(\.name), runs: rows.runCount, rows: rows.labels.count, seed: options.rows.seed)
            )
            return Result(model: model, report: trained.report)
        } catch {
            throw RemediationError(.invalidInput, "the traces do not train a model: \(error)")
        }
    }

    /// What the traces that tell processor time say of the share of parallel work, one group of runs a job.
    private static func parallelShare(_ traces: [Trace]) -> ParallelShare {
        var byJob: [String: [Double]] = [:]
        for attempt in traces.lazy.flatMap(\.runs).flatMap(\.attempts) where attempt.result == .succeeded {
            let record = RunRecord(logNeed: 0, seconds: attempt.runSeconds, cpus: attempt.requested.cpus, cpuSeconds: attempt.cpuSeconds)
            guard let share = record.parallelShare else { continue }
            byJob[attempt.job, default: []].append(share)
        }
        // Sorted: sums of floating-point numbers depend on their order, and the order of a dictionary on the run.
        return ParallelShare(jobs: byJob.sorted { $0.key < $1.key }.map(\.value)) ?? .declared
    }
}
