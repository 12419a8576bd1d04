extension AdditiveModel {
    /// The scores of every row of a table, whose columns are found by name.
    ///
    /// - Throws: `BoostingError` if a column is absent or of the other kind.
    public func scores(_ table: FeatureTable) throws(BoostingError) -> [Double] {
        let columns = try encode(table)
        var scores = [Double](repeating: baseScore, count: table.rowCount)
        Predictor(self).add(columns, to: &scores)
        for (pair, place) in zip(pairs, pairPlaces) {
            for row in scores.indices { scores[row] += pair.effect(columns[place.first][row], columns[place.second][row]) }
        }
        return scores
    }

    /// The predictions for every row of a table: probabilities under log loss, values otherwise.
    ///
    /// - Throws: `BoostingError` if a column is absent or of the other kind.
    public func predictions(_ table: FeatureTable, calibration method: Calibration.Method = .none) throws(BoostingError) -> [Double] {
        try scores(table).map { value($0, calibration: method) }
    }

    /// The columns of a table in the order of the model, categories as codes.
    ///
    /// - Throws: `BoostingError` if a column is absent or of the other kind.
    public func encode(_ table: FeatureTable) throws(BoostingError) -> [[Double]] {
        var columns: [[Double]] = []
        for feature in features {
            guard let column = table[feature.name] else {
                throw BoostingError(.invalidTable, "the model needs this column and the table has none", column: feature.name)
            }
            switch (feature.kind, column.values) {
            case (.numeric, .numeric(let values)): columns.append(values)
            case (.categorical, .categorical(let values)):
                var codes: [String: Double] = [:]
                for (code, category) in feature.categories.enumerated() { codes[category] = Double(code) }
                columns.append(values.map { $0.map { codes[$0] ?? -1 } ?? .nan })
            case (.numeric, .categorical), (.categorical, .numeric):
                throw BoostingError(.invalidTable, "the model was trained on a \(feature.kind.rawValue) column", column: feature.name)
            }
        }
        return columns
    }
}
