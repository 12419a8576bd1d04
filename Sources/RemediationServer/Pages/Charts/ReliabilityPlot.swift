internal import Remediation

/// A reliability diagram: the share that came true against the mean prediction, group by group; on the diagonal predictions are honest.
struct ReliabilityPlot {
    let svg: String

    private static let side = 320.0
    private static let left = 52.0
    private static let right = 298.0
    private static let top = 14.0
    private static let bottom = 268.0

    /// The plot of `calibration`, which `subject` names to those who do not see it.
    init(_ calibration: Catalogue.Calibration, subject: String) {
        let across = Axis(low: 0, high: 1, from: Self.left, to: Self.right)
        let up = Axis(low: 0, high: 1, from: Self.bottom, to: Self.top)
        var svg = SVG(
            width: Self.side,
            height: Self.side,
            label: """
                Reliability of \(subject): share that succeeded against predicted probability in \(calibration.groups.count) groups, \
                \(DisplayText.percentagePoints(calibration.error)) off on average; the table has the figures.
                """
        )
        for tick in [0, 0.25, 0.5, 0.75, 1] {
            svg.line(Self.left, up.place(tick), Self.right, up.place(tick), class: "grid")
            svg.text(Self.left - 8, up.place(tick) + 4, "\(Int(tick * 100))%", class: "tick", anchor: "end")
            svg.text(across.place(tick), Self.bottom + 18, "\(Int(tick * 100))%", class: "tick", anchor: "middle")
        }
        svg.text((Self.left + Self.right) / 2, Self.side - 10, "Predicted", class: "name", anchor: "middle")
        svg.text(14, (Self.top + Self.bottom) / 2, "Came true", class: "name", anchor: "middle", turned: true)
        svg.line(across.place(0), up.place(0), across.place(1), up.place(1), class: "axis honest")
        let points = calibration.groups.map { (x: across.place($0.predicted), y: up.place($0.observed)) }
        svg.path(points, class: "front")
        let most = calibration.groups.map(\.weight).max() ?? 1
        for (group, point) in zip(calibration.groups, points) {
            // The area tells the weight.
            svg.circle(point.x, point.y, 2.5 + 4 * (group.weight / most).squareRoot(), class: "point", title: Self.title(group))
        }
        self.svg = svg.text
    }

    private static func title(_ group: Catalogue.Calibration.Group) -> String {
        "predicted \(DisplayText.tenthPercent(group.predicted)), came true \(DisplayText.tenthPercent(group.observed)), of \(HumanUnits.number(group.weight.rounded()))"
    }
}
