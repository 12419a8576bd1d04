extension AdditiveModel {
    /// The scores of every row of a table, whose columns are found by name.
    ///
    /// - Throws: `BoostingError` if a column is absent or of the other kind, or a category is new and `unseen` says to refuse it.
    public func scores(_ table: FeatureTable, unseen: UnseenCategories = .average) throws(BoostingError) -> [Double] {
        let columns = try encode(table, unseen: unseen)
        return columns.isEmpty ? [Double](repeating: baseScore, count: table.rowCount) : Predictor(self).scores(columns)
    }

    /// The predictions for every row of a table: probabilities under log loss, values otherwise.
    ///
    /// - Throws: `BoostingError` if a column is absent or of the other kind, or a category is new and `unseen` says to refuse it.
    public func predictions(
        _ table: FeatureTable,
        calibration method: Calibration.Method = .none,
        unseen: UnseenCategories = .average
    ) throws(BoostingError) -> [Double] {
        try scores(table, unseen: unseen).map { value($0, calibration: method) }
    }

    /// The columns of a table in the order of the model, categories as codes.
    ///
    /// A category that training gathered among the rare ones is not listed, so it cannot be told from a new one: such features
    /// take both.
    ///
    /// - Throws: `BoostingError` if a column is absent or of the other kind, or a category is new and `unseen` says to refuse it.
    public func encode(_ table: FeatureTable, unseen: UnseenCategories = .average) throws(BoostingError) -> [[Double]] {
        var columns: [[Double]] = []
        for feature in features {
            guard let column = table[feature.name] else {
                throw BoostingError(.invalidTable, "the model needs this column and the table has none", column: feature.name)
            }
            switch (feature.kind, column.values) {
            case (.numeric, .numeric(let values)): columns.append(values)
            case (.categorical, .categorical(let values)):
                columns.append(try codes(values, feature, unseen: feature.otherWeight > 0 ? .average : unseen))
            case (.numeric, .categorical), (.categorical, .numeric):
                throw BoostingError(.invalidTable, "the model was trained on a \(feature.kind.rawValue) column", column: feature.name)
            }
        }
        return columns
    }

    private func codes(_ values: [String?], _ feature: FeatureEffect, unseen: UnseenCategories) throws(BoostingError) -> [Double] {
        var codes: [String: Double] = [:]
        for (code, category) in feature.categories.enumerated() { codes[category] = Double(code) }
        if unseen == .refused, let row = values.firstIndex(where: { $0.map { codes[$0] == nil } ?? false }) {
            throw BoostingError(
                .invalidValue,
                "training never saw the category \"\((values[row] ?? "").prefix(40))\"; mend it, leave it empty if it is missing, or accept new categories",
                row: row + 1,
                column: feature.name
            )
        }
        return values.map { $0.map { codes[$0] ?? -1 } ?? .nan }
    }
}
