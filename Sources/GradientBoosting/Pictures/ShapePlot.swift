/// Draws the effect of one feature: steps or bars, a band of two standard errors, and the density of the data.
struct ShapePlot {
    let feature: FeatureEffect
    /// Smallest and largest effect of the whole model, so that all plots share one scale.
    let scale: AxisScale

    /// The picture as an SVG element.
    func svg() -> String {
        var canvas = SVGCanvas(title: "Effect of \(feature.name)")
        canvas.verticalAxis(scale)
        switch feature.kind {
        case .numeric: steps(&canvas)
        case .categorical: bars(&canvas)
        }
        return canvas.svg
    }

    private func y(_ value: Double) -> Double { SVGCanvas.bottom - scale.place(value) * (SVGCanvas.bottom - SVGCanvas.top) }

    /// The horizontal axis: the inner bounds and a margin, since the tails of heavy distributions would squeeze the rest.
    private var horizontal: AxisScale {
        let low = feature.range.first ?? 0
        let high = feature.range.last ?? 1
        guard let first = feature.thresholds.first, let last = feature.thresholds.last else { return AxisScale(low: low, high: high) }
        if first > 0, last / first > 50 {
            return AxisScale(low: low > 0 ? max(low, first / 2) : first / 2, high: min(high, last * 2), isLogarithmic: true)
        }
        let margin = max((last - first) * 0.08, abs(first) * 1e-9)
        return AxisScale(low: max(low, first - margin), high: min(high, last + margin))
    }

    private func steps(_ canvas: inout SVGCanvas) {
        let axis = horizontal
        let hasMissing = feature.missingWeight > 0
        let right = hasMissing ? SVGCanvas.right - 40 : SVGCanvas.right
        func x(_ value: Double) -> Double { SVGCanvas.left + axis.place(value) * (right - SVGCanvas.left) }
        let edges = [axis.low] + feature.thresholds.map { min(max($0, axis.low), axis.high) } + [axis.high]
        let densities = feature.values.indices.map { bin -> Double in
            let width = x(edges[bin + 1]) - x(edges[bin])
            return width > 0.01 ? feature.weights[bin] / width : 0
        }
        // The tallest spikes would flatten everything else.
        let usual = densities.sorted()
        let full = max(usual.isEmpty ? 0 : usual[min(usual.count - 1, usual.count * 95 / 100)], .leastNormalMagnitude)
        for bin in densities.indices {
            let height = min(1, densities[bin] / full) * 46
            canvas.rectangle(
                x(edges[bin]),
                SVGCanvas.bottom - height,
                x(edges[bin + 1]) - x(edges[bin]),
                height,
                "class=\"density\""
            )
        }
        if let errors = feature.standardErrors {
            let upper = outline(edges, zip(feature.values, errors).map { $0 + 2 * $1 }, x)
            let lower = outline(edges, zip(feature.values, errors).map { $0 - 2 * $1 }, x)
            canvas.path(upper + lower.reversed(), "band", closed: true)
        }
        canvas.path(outline(edges, feature.values, x), "shape")
        for tick in axis.ticks(5) {
            canvas.line(x(tick), SVGCanvas.bottom, x(tick), SVGCanvas.bottom + 4, "tick")
            // The last number would run into the word beside it.
            if hasMissing, x(tick) > right - 20 { continue }
            canvas.text(x(tick), SVGCanvas.bottom + 16, "middle", SVGCanvas.label(tick))
        }
        if hasMissing {
            let at = y(feature.missingValue)
            canvas.line(right + 14, at, SVGCanvas.right, at, "shape")
            canvas.text((right + 14 + SVGCanvas.right) / 2, SVGCanvas.bottom + 16, "middle", "missing")
        }
        canvas.text(
            (SVGCanvas.left + right) / 2,
            SVGCanvas.bottom + 31,
            "middle",
            feature.name + (axis.isLogarithmic ? " (log scale)" : "")
        )
    }

    private func outline(_ edges: [Double], _ values: [Double], _ x: (Double) -> Double) -> [(x: Double, y: Double)] {
        values.indices.flatMap { [(x(edges[$0]), y(values[$0])), (x(edges[$0 + 1]), y(values[$0]))] }
    }

    private func bars(_ canvas: inout SVGCanvas) {
        let shown = feature.values.indices.sorted { (feature.weights[$1], $0) < (feature.weights[$0], $1) }.prefix(12)
        var entries = shown.map { (name: feature.categories[$0], value: feature.values[$0], error: feature.standardErrors?[$0]) }
        if feature.missingWeight > 0 { entries.append(("missing", feature.missingValue, nil)) }
        let slot = (SVGCanvas.right - SVGCanvas.left) / Double(max(1, entries.count))
        for (index, entry) in entries.enumerated() {
            let left = SVGCanvas.left + (Double(index) + 0.15) * slot
            let (high, low) = (y(max(entry.value, 0)), y(min(entry.value, 0)))
            canvas.rectangle(
                left,
                high,
                slot * 0.7,
                max(1, low - high),
                "class=\"bar\"",
                tip: "\(entry.name): \(SVGCanvas.label(entry.value))"
            )
            let middle = left + slot * 0.35
            if let error = entry.error {
                canvas.line(middle, y(entry.value - 2 * error), middle, y(entry.value + 2 * error), "whisker")
            }
            let limit = max(2, Int(slot / 6))
            let name = entry.name.count > limit ? entry.name.prefix(limit - 1) + "…" : entry.name[...]
            canvas.text(middle, SVGCanvas.bottom + 14, "middle", String(name))
        }
        canvas.text((SVGCanvas.left + SVGCanvas.right) / 2, SVGCanvas.bottom + 31, "middle", feature.name)
    }
}
