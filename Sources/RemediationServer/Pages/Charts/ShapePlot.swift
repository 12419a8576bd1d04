internal import Remediation

/// A feature's step function.
struct ShapePlot {
    let svg: String

    /// The plot; nil when the shape has no steps or does not fit together.
    init?(_ shape: Catalogue.Shape) {
        guard let first = shape.thresholds.first, let last = shape.thresholds.last, shape.logOdds.count == shape.thresholds.count + 1
        else { return nil }
        let margin = last > first ? (last - first) * 0.08 : 1
        let across = Axis(low: first - margin, high: last + margin, from: 44, to: 308)
        let up = Axis(values: shape.logOdds + [0], from: 126, to: 10)
        var svg = SVG(width: 316, height: 150, label: "Log-odds of success by \(shape.feature)")
        for tick in up.ticks(3) {
            svg.line(44, up.place(tick), 308, up.place(tick), class: tick == 0 ? "axis" : "grid")
            svg.text(38, up.place(tick) + 4, HumanUnits.number(tick), class: "tick", anchor: "end")
        }
        for tick in across.ticks(4) { svg.text(across.place(tick), 144, HumanUnits.number(tick), class: "tick", anchor: "middle") }
        var points: [(x: Double, y: Double)] = [(44, up.place(shape.logOdds[0]))]
        for (threshold, value) in zip(shape.thresholds, shape.logOdds.dropFirst()) {
            let x = across.place(threshold)
            points.append((x, points[points.count - 1].y))
            points.append((x, up.place(value)))
        }
        points.append((308, points[points.count - 1].y))
        svg.path(points, class: "front")
        self.svg = svg.text
    }
}
