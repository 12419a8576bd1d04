/// Trains an additive model by boosting stumps, then pairwise terms where asked.
public struct StumpTrainer: Sendable {
    /// What shapes the run.
    public let options: BoostingOptions

    /// Makes a trainer.
    public init(options: BoostingOptions) { self.options = options }

    /// Trains a model on a table.
    ///
    /// - Parameters:
    ///   - table: The features, one row a sample.
    ///   - labels: One label a row, within the bounds of the objective.
    ///   - weights: One weight a row, zero or above; nil means one each.
    ///   - baseScores: A score each row starts from (an offset); the model does not include it.
    ///   - validation: The rows to hold out, or groups that no fold may split; nil draws `validationFraction` of the rows at random.
    ///   - progress: Called after each round of a run without bags.
    /// - Throws: `BoostingError` that names the row and column of bad input, or the option out of bounds.
    public func train(
        _ table: FeatureTable,
        labels: [Double],
        weights: [Double]? = nil,
        baseScores: [Double]? = nil,
        validation: Validation? = nil,
        progress: ((Progress) -> Void)? = nil
    ) throws(BoostingError) -> TrainedModel {
        try options.check()
        let monotone = try monotonicities(table)
        let weights = try checkedWeights(table, labels: labels, weights: weights, baseScores: baseScores)
        try checkLabels(labels, weights: weights)
        let split = try rowSplit(table, validation)

        let clock = ContinuousClock()
        let start = clock.now
        let features = try bins(table, rows: split.training, weights: weights)
        func store(_ rows: [Int]?) -> RowStore {
            RowStore(
                table: BinnedTable(table: table, features: features, rows: rows, threads: options.threads),
                labels: pick(labels, rows),
                weights: weights.map { pick($0, rows) }
            )
        }
        let all = store(split.training)
        let held = split.held.map { store($0) }
        let binned = clock.now

        let kernel = options.objective.kernel(options, labels: all.exactLabels, weights: all.exactWeights)
        let run = TrainingRun(
            options: options,
            kernel: kernel,
            monotone: monotone,
            all: all,
            held: held,
            offsets: baseScores.map { pick($0, split.training) },
            heldOffsets: split.held.flatMap { rows in baseScores.map { pick($0, rows) } }
        )
        let groups: [String]? =
            if case .groups(let names)? = validation { split.training.map { $0.map { names[$0] } } ?? names } else { nil }
        run.boost(groups: groups, progress: progress)
        let boosted = clock.now

        let model = run.collapsed()
        var report = run.report()
        report.binningSeconds = (binned - start).inSeconds
        report.boostingSeconds = (boosted - binned).inSeconds
        var outOfBag: [Double]?
        if let scores = run.outOfBagScores {
            var spread = [Double](repeating: .nan, count: table.rowCount)
            for (position, score) in scores.enumerated() { spread[split.training?[position] ?? position] = score }
            outOfBag = spread
        }
        return TrainedModel(model: model, report: report, outOfBagScores: outOfBag)
    }

    private func bins(_ table: FeatureTable, rows: [Int]?, weights: [Double]?) throws(BoostingError) -> [FeatureBins] {
        let binner = QuantileBinner(maximumBins: options.maximumBins)
        var results = [FeatureBins?](repeating: nil, count: table.columns.count)
        results.withUnsafeMutableBufferPointer { results in
            nonisolated(unsafe) let results = results
            concurrently(table.columns.count, threads: options.threads) { index in
                let column = table.columns[index]
                switch column.values {
                case .numeric(let values):
                    results[index] = binner.numericBins(name: column.name, values: values, rows: rows, weights: weights)
                case .categorical(let values):
                    results[index] = binner.categoricalBins(name: column.name, values: values, rows: rows, weights: weights)
                }
            }
        }
        var features: [FeatureBins] = []
        for (column, result) in zip(table.columns, results) {
            guard let result else {
                throw BoostingError(.invalidTable, "every value is missing; drop the column", column: column.name)
            }
            features.append(result)
        }
        return features
    }
}

/// The values at these rows, or all of them.
func pick(_ values: [Double], _ rows: [Int]?) -> [Double] {
    rows.map { $0.map { values[$0] } } ?? values
}

extension Duration {
    /// The duration in seconds.
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
