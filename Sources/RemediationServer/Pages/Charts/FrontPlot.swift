internal import Remediation

/// The Pareto front: odds of success against expected cost, the target filled, the ladder's rungs numbered.
///
/// The line joins what no other configuration beats in odds and cost; the members beside it are on the front because they are faster.
struct FrontPlot {
    let svg: String

    private static let width = 460.0
    private static let height = 300.0
    private static let left = 52.0
    private static let right = 446.0
    private static let top = 16.0
    private static let bottom = 250.0

    /// The plot; nil of an empty front.
    init?(front: [LadderRung], ladder: [LadderRung], target: Resources?) {
        guard !front.isEmpty else { return nil }
        let costs = Axis(values: front.map(\.expectedCostUSD), from: Self.left, to: Self.right)
        let odds = Axis(low: 0, high: 1, from: Self.bottom, to: Self.top)
        var svg = SVG(
            width: Self.width,
            height: Self.height,
            label:
                "Probability of success against expected cost of \(front.count) configurations; the table of the retry ladder has the figures."
        )
        for tick in [0, 0.25, 0.5, 0.75, 1] {
            let y = odds.place(tick)
            svg.line(Self.left, y, Self.right, y, class: "grid")
            svg.text(Self.left - 8, y + 4, "\(Int(tick * 100))%", class: "tick", anchor: "end")
        }
        for tick in Self.spaced(costs.ticks(), on: costs) {
            let x = costs.place(tick)
            svg.line(x, Self.bottom, x, Self.bottom + 5, class: "axis")
            svg.text(x, Self.bottom + 20, HumanUnits.dollars(tick), class: "tick", anchor: "middle")
        }
        svg.line(Self.left, Self.bottom, Self.right, Self.bottom, class: "axis")
        svg.text(
            (Self.left + Self.right) / 2,
            Self.height - 8,
            "Expected cost\(costs.isLogarithmic ? " (log scale)" : "")",
            class: "name",
            anchor: "middle"
        )
        svg.text(14, (Self.top + Self.bottom) / 2, "P(success)", class: "name", anchor: "middle", turned: true)

        let points = front.sorted { $0.expectedCostUSD < $1.expectedCostUSD }
            .map { (x: costs.place($0.expectedCostUSD), y: odds.place($0.successProbability), rung: $0) }
        // Steps, not slopes: between two configurations there is none.
        var steps: [(x: Double, y: Double)] = []
        var best = -1.0
        for point in points where point.rung.successProbability > best {
            best = point.rung.successProbability
            if let last = steps.last { steps.append((point.x, last.y)) }
            steps.append((point.x, point.y))
        }
        svg.path(steps, class: "front")
        var labels: [(start: Double, end: Double, y: Double)] = []
        for point in points {
            let number = ladder.firstIndex { Self.isSame($0.resources, point.rung.resources) }.map { $0 + 1 }
            let isTarget = number == 1 || (ladder.isEmpty && target.map { Self.isSame($0, point.rung.resources) } ?? false)
            let name = isTarget ? "point target" : number != nil ? "point rung" : "point"
            let title =
                "\(HumanUnits.bytes(point.rung.resources.memoryBytes)), \(HumanUnits.number(point.rung.resources.cpus)) cores: \(DisplayText.percent(point.rung.successProbability)), \(HumanUnits.dollars(point.rung.expectedCostUSD))"
                + (point.rung.expectedSeconds.map { ", \(HumanUnits.seconds($0))" } ?? "")
            svg.circle(point.x, point.y, isTarget ? 6 : number != nil ? 5 : 3.5, class: name, title: title)
            guard let number else { continue }
            let text = "\(number). \(HumanUnits.bytes(point.rung.resources.memoryBytes))"
            let width = Double(text.count) * 6.8
            let nearEnd = point.x + width > Self.right
            let start = nearEnd ? point.x - width : point.x
            var y = point.y > Self.bottom - 20 ? point.y - 10 : point.y + 18
            while labels.contains(where: { start < $0.end && $0.start < start + width && abs($0.y - y) < 15 }) { y += 15 }
            labels.append((start, start + width, y))
            svg.text(point.x + (nearEnd ? -2 : 2), y, text, class: isTarget ? "mark target" : "mark", anchor: nearEnd ? "end" : "start")
        }
        self.svg = svg.text
    }

    private static func isSame(_ one: Resources, _ other: Resources) -> Bool {
        one.memoryBytes == other.memoryBytes && one.cpus == other.cpus
    }

    /// The ticks whose labels do not run into each other.
    private static func spaced(_ ticks: [Double], on axis: Axis) -> [Double] {
        var last = -Double.infinity
        return ticks.filter { tick in
            let place = axis.place(tick)
            guard place - last >= 58 else { return false }
            last = place
            return true
        }
    }
}
