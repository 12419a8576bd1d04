/// Draws the joint effect of two features as a grid of coloured cells, bin by bin.
struct HeatMap {
    let pair: PairEffect
    let model: AdditiveModel
    /// The largest joint effect of the whole model, so that all maps share one scale of colours.
    let largest: Double

    /// The picture as an SVG element.
    func svg() -> String {
        var canvas = SVGCanvas(title: "Joint effect of \(pair.name)")
        let across = visible(pair.first) { row in (0..<pair.second.count).map { row * pair.second.count + $0 } }
        let up = visible(pair.second) { column in (0..<pair.first.count).map { $0 * pair.second.count + column } }
        let width = (SVGCanvas.right - SVGCanvas.left - 20) / Double(max(1, across.count))
        let height = (SVGCanvas.bottom - SVGCanvas.top) / Double(max(1, up.count))
        let left = SVGCanvas.left + 20
        for (i, row) in across.enumerated() {
            for (j, column) in up.enumerated() {
                let cell = row * pair.second.count + column
                let value = pair.values[cell]
                let share = (min(1, (abs(value) / largest).squareRoot()) * 1000).rounded() / 1000
                // Cells without data are drawn faint: their value is a guess of the cells around.
                let opacity = pair.weights[cell] > 0 ? share : share * 0.4
                canvas.rectangle(
                    left + Double(i) * width,
                    SVGCanvas.bottom - Double(j + 1) * height,
                    width + 0.3,
                    height + 0.3,
                    "class=\"\(value < 0 ? "cool" : "warm")\" fill-opacity=\"\(opacity)\"",
                    tip:
                        "\(pair.first.name) \(label(pair.first, row)), \(pair.second.name) \(label(pair.second, column)): \(SVGCanvas.label(value))"
                )
            }
        }
        for (i, row) in across.enumerated() where i % max(1, across.count / 4) == 0 {
            canvas.text(left + (Double(i) + 0.5) * width, SVGCanvas.bottom + 14, "middle", label(pair.first, row))
        }
        for (j, column) in up.enumerated() where j % max(1, up.count / 4) == 0 {
            canvas.text(left - 4, SVGCanvas.bottom - (Double(j) + 0.5) * height + 3.5, "end", label(pair.second, column))
        }
        canvas.text((left + SVGCanvas.right) / 2, SVGCanvas.bottom + 31, "middle", "\(pair.first.name) across, \(pair.second.name) up")
        return canvas.svg
    }

    /// The bins along an axis that hold data, or all but that of missing values.
    private func visible(_ axis: PairEffect.Axis, _ cells: (Int) -> [Int]) -> [Int] {
        (0..<axis.count).filter { bin in bin > 0 || cells(bin).contains { pair.weights[$0] > 0 } }
    }

    private func label(_ axis: PairEffect.Axis, _ bin: Int) -> String {
        if bin == 0 { return "missing" }
        if axis.groups.isEmpty {
            if axis.thresholds.isEmpty { return "any" }
            return bin <= axis.thresholds.count
                ? "≤ \(SVGCanvas.label(axis.thresholds[bin - 1]))" : "> \(SVGCanvas.label(axis.thresholds[axis.thresholds.count - 1]))"
        }
        let names = model.features.first { $0.name == axis.name }?.categories ?? []
        let members = zip(names, axis.groups).filter { $0.1 == bin }.map(\.0)
        return members.count == 1 ? String(members[0].prefix(10)) : "others"
    }
}
