/// Draws what was predicted against what was observed, with the fitted curves.
struct CalibrationPlot {
    let calibration: Calibration

    /// The picture as an SVG element.
    func svg() -> String {
        var canvas = SVGCanvas(title: "Calibration on rows held out of training")
        let scale = AxisScale(low: 0, high: 1)
        canvas.verticalAxis(scale)
        canvas.horizontalAxis(scale)
        func point(_ predicted: Double, _ observed: Double) -> (x: Double, y: Double) {
            (
                SVGCanvas.left + scale.place(predicted) * (SVGCanvas.right - SVGCanvas.left),
                SVGCanvas.bottom - scale.place(observed) * (SVGCanvas.bottom - SVGCanvas.top)
            )
        }
        canvas.path([point(0, 0), point(1, 1)], "zero")
        let scores = (-60...60).map { Double($0) / 10 }
        for (method, style) in [(Calibration.Method.platt, "shape"), (.isotonic, "second")] {
            let curve = scores.map {
                point(calibration.probability($0, method: .none), calibration.probability($0, method: method))
            }
            canvas.path(curve, style)
        }
        for bin in calibration.reliability {
            let at = point(bin.predicted, bin.observed)
            canvas.add("<circle cx=\"\(SVGCanvas.number(at.x))\" cy=\"\(SVGCanvas.number(at.y))\" r=\"3\" class=\"dot\"/>")
        }
        canvas.text((SVGCanvas.left + SVGCanvas.right) / 2, SVGCanvas.bottom + 31, "middle", "predicted across, observed up")
        return canvas.svg
    }
}
