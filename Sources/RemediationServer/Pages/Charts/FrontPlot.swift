internal import Remediation

/// The Pareto front: odds of success against expected cost, the target filled, the ladder's rungs numbered.
///
/// A line joins the configurations of as many cores: dearer ones are on the front because they are faster.
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
            // Beyond the axis there is no room for half a label.
            svg.text(x, Self.bottom + 20, HumanUnits.dollars(tick), class: "tick", anchor: x > Self.right - 20 ? "end" : "middle")
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

        let now = ladder.first?.resources.cpus ?? target?.cpus
        let byCores = Dictionary(grouping: front, by: \.resources.cpus).sorted { $0.key < $1.key }
        var labelled = -Double.infinity
        // The cores that the job has are drawn last, on top.
        for (cores, members) in byCores.filter({ $0.key != now }) + byCores.filter({ $0.key == now }) {
            let points = members.sorted { $0.expectedCostUSD < $1.expectedCostUSD }
                .map { Point(x: costs.place($0.expectedCostUSD), y: odds.place($0.successProbability), rung: $0) }
            svg.path(Self.steps(points), class: cores == now ? "front" : "front other")
            for point in points where cores != now { svg.circle(point.x, point.y, 2, class: "point other", title: Self.title(point.rung)) }
        }
        for (cores, members) in byCores where byCores.count > 1 {
            let x = costs.place(members.map(\.expectedCostUSD).min() ?? 0)
            guard x - labelled > 14 else { continue }
            labelled = x
            // Beside the line: below it stand its own points.
            svg.text(x + 6, Self.bottom - 12, HumanUnits.number(cores), class: cores == now ? "mark target" : "mark", anchor: "start")
        }
        for rung in front.filter({ $0.resources.cpus == now }) {
            let number = ladder.firstIndex { Self.isSame($0.resources, rung.resources) }.map { $0 + 1 }
            let isTarget = number == 1 || (ladder.isEmpty && target.map { Self.isSame($0, rung.resources) } ?? false)
            let (x, y) = (costs.place(rung.expectedCostUSD), odds.place(rung.successProbability))
            let name = isTarget ? "point target" : number != nil ? "point rung" : "point"
            svg.circle(x, y, isTarget ? 6 : number != nil ? 5 : 2.5, class: name, title: Self.title(rung))
            guard let number else { continue }
            svg.text(x, y > Self.bottom - 40 ? y - 10 : y + 18, "\(number)", class: isTarget ? "mark target" : "mark", anchor: "middle")
        }
        self.svg = svg.text
    }

    private struct Point {
        let x: Double
        let y: Double
        let rung: LadderRung
    }

    /// Steps, not slopes: between two configurations there is none.
    private static func steps(_ points: [Point]) -> [(x: Double, y: Double)] {
        var steps: [(x: Double, y: Double)] = []
        for point in points {
            if let last = steps.last { steps.append((point.x, last.y)) }
            steps.append((point.x, point.y))
        }
        return steps
    }

    private static func title(_ rung: LadderRung) -> String {
        let what = rung.resources.summary
        let time = rung.expectedSeconds.map { ", \(HumanUnits.seconds($0))" } ?? ""
        return "\(what): \(DisplayText.percent(rung.successProbability)), \(HumanUnits.dollars(rung.expectedCostUSD))\(time)"
    }

    private static func isSame(_ one: Resources, _ other: Resources) -> Bool {
        one.containerBytes == other.containerBytes && one.cpus == other.cpus && one.concurrency == other.concurrency
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
