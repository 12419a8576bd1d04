extension AdditiveModel {
    /// The model as an ONNX file (operators of opset 13 and `ai.onnx.ml` 2) that gives the same scores to the last bit.
    ///
    /// One input a feature, of one value a row: doubles with NaN for missing, or texts with "" for missing; a category never
    /// listed takes what it takes here. Outputs: `prediction` (uncalibrated), `score`, and `contributions`, a column a feature and
    /// then a column a pair, in the model's order.
    public func onnx() -> [UInt8] {
        var graph = ONNXGraph()
        var places: [String] = []
        var terms: [String] = []
        for feature in features {
            graph.input(feature.name, feature.kind == .numeric ? .double : .text)
            let count = feature.values.count
            let place =
                feature.kind == .numeric
                ? steps(&graph, feature.name, feature.thresholds, missing: count)
                : codes(&graph, feature, missing: count, other: count + 1)
            places.append(place)
            terms.append(look(&graph, feature.values + [feature.missingValue, feature.otherValue], place))
        }
        for (pair, place) in zip(pairs, pairPlaces) {
            let rows = bins(&graph, pair.first, features[place.first], places[place.first])
            let columns = bins(&graph, pair.second, features[place.second], places[place.second])
            // A row and a column of zeros behind the cells stand for categories without a cell.
            let (height, width) = (pair.first.count, pair.second.count)
            var cells: [Double] = []
            for row in 0..<height { cells += pair.values[(row * width)..<((row + 1) * width)] + [0] }
            cells += [Double](repeating: 0, count: width + 1)
            let start = graph.add("Mul", [rows, graph.constant([width + 1])])
            terms.append(look(&graph, cells, graph.add("Add", [start, columns])))
        }
        let one = graph.constant([1], shape: [1])
        let columns = terms.map { graph.add("Unsqueeze", [$0, one]) }
        let contributions = graph.add("Concat", columns, [("axis", .integer(1))])
        let sum = graph.add("ReduceSum", [contributions, one], [("keepdims", .integer(0))])
        let score = graph.add("Add", [sum, graph.constant([baseScore])])
        let prediction =
            switch objective {
            case .logLoss: graph.add("Sigmoid", [score])
            case .gamma, .tweedie: graph.add("Exp", [score])
            case .squaredError, .pinball: score
            }
        // Names are unique in a graph, and a feature may have one of these.
        func free(_ name: String) -> String { featureNames.contains(name) ? free(name + "_") : name }
        graph.output(free("prediction"), of: prediction)
        graph.output(free("score"), of: score)
        graph.output(free("contributions"), of: contributions, width: terms.count)
        return graph.model(name: "additive model", describing: "A sum of tables, objective \(objective.rawValue)")
    }

    /// The number of thresholds below each value; `missing` for NaN.
    private func steps(_ graph: inout ONNXGraph, _ values: String, _ thresholds: [Double], missing: Int, first: Int = 0) -> String {
        var count = graph.constant([first])
        if !thresholds.isEmpty {
            let column = graph.add("Unsqueeze", [values, graph.constant([1], shape: [1])])
            let bounds = graph.constant(thresholds, shape: [1, thresholds.count])
            let below = graph.add("Cast", [graph.add("Less", [bounds, column])], [("to", .integer(ONNXGraph.Element.integer.rawValue))])
            let sum = graph.add("ReduceSum", [below, graph.constant([1], shape: [1])], [("keepdims", .integer(0))])
            count = graph.add("Add", [sum, count])
        }
        return graph.add("Where", [graph.add("IsNaN", [values]), graph.constant([missing]), count])
    }

    private func codes(_ graph: inout ONNXGraph, _ feature: FeatureEffect, missing: Int, other: Int) -> String {
        let known = feature.categories.enumerated().filter { !$0.element.isEmpty }
        return graph.add(
            "LabelEncoder",
            [feature.name],
            [
                ("keys_strings", .texts(known.map(\.element) + [""])), ("values_int64s", .integers(known.map(\.offset) + [missing])),
                ("default_int64", .integer(other)),
            ],
            domain: "ai.onnx.ml"
        )
    }

    private func bins(_ graph: inout ONNXGraph, _ axis: PairEffect.Axis, _ feature: FeatureEffect, _ place: String) -> String {
        if axis.groups.isEmpty { return steps(&graph, axis.name, axis.thresholds, missing: 0, first: 1) }
        let groups = axis.groups + [0, axis.otherGroup ?? axis.count]
        return graph.add("Gather", [graph.constant(groups, shape: [groups.count]), place])
    }

    private func look(_ graph: inout ONNXGraph, _ table: [Double], _ places: String) -> String {
        graph.add("Gather", [graph.constant(table, shape: [table.count]), places])
    }
}
