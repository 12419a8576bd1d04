extension StumpTrainer {
    /// The constraint of each column.
    func monotonicities(_ table: FeatureTable) throws(BoostingError) -> [Monotonicity] {
        if table.columns.isEmpty { throw BoostingError(.invalidTable, "the table has no feature column; give at least one") }
        for (name, monotonicity) in options.monotone.sorted(by: { $0.key < $1.key }) {
            guard let column = table[name] else {
                throw BoostingError(.invalidOption, "is constrained but is not a column of the table", column: name)
            }
            if case .categorical = column.values, monotonicity != .none {
                throw BoostingError(.invalidOption, "is categorical and cannot be monotone; drop the constraint", column: name)
            }
        }
        return table.columns.map { options.monotone[$0.name] ?? .none }
    }

    /// Checks counts, weights and offsets; the weights with the class weight applied.
    func checkedWeights(
        _ table: FeatureTable,
        labels: [Double],
        weights: [Double]?,
        baseScores: [Double]?
    ) throws(BoostingError) -> [Double]? {
        if table.rowCount == 0 { throw BoostingError(.invalidTable, "the table has no rows") }
        if labels.count != table.rowCount {
            throw BoostingError(.invalidLabel, "there are \(labels.count) labels for \(table.rowCount) rows")
        }
        if let weights {
            if weights.count != table.rowCount {
                throw BoostingError(.invalidWeight, "there are \(weights.count) weights for \(table.rowCount) rows")
            }
            if let row = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
                throw BoostingError(.invalidWeight, "the weight \(weights[row]) is not a finite number of at least 0", row: row + 1)
            }
            if !weights.contains(where: { $0 > 0 }) { throw BoostingError(.invalidWeight, "every weight is zero") }
        }
        if let baseScores {
            if baseScores.count != table.rowCount {
                throw BoostingError(.invalidValue, "there are \(baseScores.count) base scores for \(table.rowCount) rows")
            }
            if let row = baseScores.firstIndex(where: { !$0.isFinite }) {
                throw BoostingError(.invalidValue, "the base score is not finite", row: row + 1)
            }
        }
        if options.objective == .logLoss, options.positiveWeight != 1 {
            return labels.indices.map { (weights?[$0] ?? 1) * (labels[$0] > 0.5 ? options.positiveWeight : 1) }
        }
        return weights
    }

    /// Refuses labels outside the objective's bounds and labels that do not vary.
    func checkLabels(_ labels: [Double], weights: [Double]?) throws(BoostingError) {
        for (row, label) in labels.enumerated() {
            let (holds, bounds) =
                switch options.objective {
                case .logLoss: (label >= 0 && label <= 1, "log loss takes labels between 0 and 1")
                case .squaredError, .pinball: (label.isFinite, "labels must be finite")
                case .gamma: (label > 0 && label.isFinite, "gamma deviance takes finite labels above 0")
                case .tweedie: (label >= 0 && label.isFinite, "Tweedie deviance takes finite labels of at least 0")
                }
            if !holds { throw BoostingError(.invalidLabel, "the label is \(label); \(bounds)", row: row + 1) }
        }
        var seen: Double?
        for (row, label) in labels.enumerated() where (weights?[row] ?? 1) > 0 {
            if let seen, seen != label { return }
            seen = label
        }
        throw BoostingError(.invalidLabel, "every label is \(seen ?? 0); there is nothing to learn")
    }

    /// Training and held-out rows; nil training rows stand for all.
    func rowSplit(_ table: FeatureTable, _ validation: Validation?) throws(BoostingError) -> (training: [Int]?, held: [Int]?) {
        let isHeld: [Bool]
        switch validation {
        case .rows(let marks):
            if marks.count != table.rowCount {
                throw BoostingError(.invalidOption, "there are \(marks.count) validation marks for \(table.rowCount) rows")
            }
            isHeld = marks
        case .groups(let groups):
            if groups.count != table.rowCount {
                throw BoostingError(.invalidOption, "there are \(groups.count) groups for \(table.rowCount) rows")
            }
            var generator = SeededGenerator(seed: options.seed ^ 0x6772_6F75_7073)
            let names = Set(groups).sorted().shuffled(using: &generator)
            let held = Set(names.prefix(Int((Double(names.count) * options.validationFraction).rounded())))
            isHeld = groups.map { held.contains($0) }
        case nil:
            if options.validationFraction == 0 { return (nil, nil) }
            var generator = SeededGenerator(seed: options.seed ^ 0x686F_6C64)
            isHeld = (0..<table.rowCount).map { _ in generator.unit() < options.validationFraction }
        }
        let held = isHeld.indices.filter { isHeld[$0] }
        let training = isHeld.indices.filter { !isHeld[$0] }
        if held.isEmpty { return (nil, nil) }
        if training.isEmpty { throw BoostingError(.invalidOption, "every row is held out; lower validationFraction") }
        return (training, held)
    }
}
