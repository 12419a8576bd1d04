extension AdditiveModel {
    /// Every value of the model as a table with a line a step, category or cell, for a spreadsheet.
    public func csv() -> String {
        var lines = ["term,from,to,category,secondFrom,secondTo,secondCategory,value,standardError,weight"]
        func quoted(_ text: String) -> String {
            text.contains(where: { ",\"\n\r".contains($0) }) ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
        }
        func line(_ term: String, _ first: [String], _ second: [String], _ value: Double, _ error: Double?, _ weight: Double?) {
            let numbers = [String(value), error.map { String($0) } ?? "", weight.map { String($0) } ?? ""]
            lines.append(([term] + first + second + numbers).map(quoted).joined(separator: ","))
        }
        let none = ["", "", ""]
        func step(_ thresholds: [Double], _ index: Int) -> [String] {
            [index > 0 ? String(thresholds[index - 1]) : "", index < thresholds.count ? String(thresholds[index]) : "", ""]
        }
        line("base score", none, none, baseScore, nil, nil)
        for feature in features {
            for (index, value) in feature.values.enumerated() {
                let place = feature.kind == .numeric ? step(feature.thresholds, index) : ["", "", feature.categories[index]]
                line(feature.name, place, none, value, feature.standardErrors?[index], feature.weights[index])
            }
            line(feature.name, ["", "", "(missing)"], none, feature.missingValue, nil, feature.missingWeight)
            if feature.kind == .categorical { line(feature.name, ["", "", "(other)"], none, feature.otherValue, nil, feature.otherWeight) }
        }
        for pair in pairs {
            func place(_ axis: PairEffect.Axis, _ bin: Int) -> [String] {
                if bin == 0 { return ["", "", "(missing)"] }
                if axis.groups.isEmpty { return step(axis.thresholds, bin - 1) }
                let names = features.first { $0.name == axis.name }?.categories ?? []
                return ["", "", zip(names, axis.groups).filter { $0.1 == bin }.map(\.0).joined(separator: "|")]
            }
            for row in 0..<pair.first.count {
                for column in 0..<pair.second.count {
                    let cell = row * pair.second.count + column
                    line(
                        pair.name,
                        place(pair.first, row),
                        place(pair.second, column),
                        pair.values[cell],
                        pair.standardErrors?[cell],
                        pair.weights[cell]
                    )
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
