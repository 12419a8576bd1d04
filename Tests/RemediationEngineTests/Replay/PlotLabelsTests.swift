import Testing

@testable import RemediationEngine

@Suite("The names in a plot")
struct PlotLabelsTests {
    /// The box of a name of 12 px: its letters are 7 px wide at most.
    private func box(_ place: PlotLabels.Place, _ name: String) -> (x: ClosedRange<Double>, y: ClosedRange<Double>) {
        let length = Double(name.count) * 7
        let start = place.endsThere ? place.x - length : place.x
        return (start...start + length, place.y - 10...place.y + 1)
    }

    @Test("names of dots that lie close together lie on neither each other nor a dot, and within the plot")
    func apart() {
        let dots: [(x: Double, y: Double)] = [(40, 40), (46, 41), (52, 40), (355, 40), (358, 42), (200, 100)]
        let names = ["oracle", "mulligan", "tovar", "double", "witt-p95", "ladder"]
        var labels = PlotLabels(width: 420, dots: dots)
        let boxes = zip(names, dots).map { name, dot in box(labels.place(name, x: dot.x, y: dot.y), name) }
        for (index, one) in boxes.enumerated() {
            #expect(one.x.lowerBound >= 40 && one.x.upperBound <= 420)
            for other in boxes[(index + 1)...] { #expect(!(one.x.overlaps(other.x) && one.y.overlaps(other.y))) }
            for dot in dots { #expect(!(one.x.contains(dot.x) && one.y.contains(dot.y))) }
        }
    }

    @Test("a dot alone bears its name beside it")
    func alone() {
        var labels = PlotLabels(width: 420, dots: [(100, 50), (410, 50)])
        #expect(labels.place("double", x: 100, y: 50) == PlotLabels.Place(x: 108, y: 54, endsThere: false))
        #expect(labels.place("double", x: 410, y: 50) == PlotLabels.Place(x: 402, y: 54, endsThere: true))
    }
}
