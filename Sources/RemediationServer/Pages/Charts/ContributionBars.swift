internal import Remediation

/// The contributions to a forecast as bars left and right of zero, the strongest first.
struct ContributionBars {
    let svg: String

    private static let most = 10
    private static let width = 460.0
    private static let rowHeight = 40.0

    /// The bars; nil of no contributions.
    init?(_ contributions: [Contribution]) {
        let finite = contributions.filter(\.logOdds.isFinite)
        let shown = finite.sorted { abs($0.logOdds) > abs($1.logOdds) }.prefix(Self.most)
        guard let strongest = shown.first.map({ max(abs($0.logOdds), 1e-9) }) else { return nil }
        let hasNegative = shown.contains { $0.logOdds < 0 }
        let zero = hasNegative ? Self.width * 0.4 : 4
        let span = Self.width - zero - 56
        let unit = (hasNegative ? min(span, zero - 52) : span) / strongest
        let height = Double(shown.count) * Self.rowHeight + 8
        var svg = SVG(
            width: Self.width,
            height: height,
            label: shown.map { "\($0.feature) \(Self.signed($0.logOdds))" }.joined(separator: ", ")
        )
        for (index, item) in shown.enumerated() {
            let y = Double(index) * Self.rowHeight
            svg.text(
                0,
                y + 14,
                Self.cut(item.value.isEmpty ? item.feature : item.value.prefix(1).uppercased() + item.value.dropFirst()),
                class: "feature"
            )
            let length = abs(item.logOdds) * unit
            let helps = item.logOdds >= 0
            svg.line(zero, y + 18, zero, y + 34, class: "axis")
            svg.rect(helps ? zero : zero - length, y + 20, max(length, 1), 12, class: helps ? "bar good" : "bar bad", radius: 2)
            svg.text(
                helps ? zero + length + 6 : zero - length - 6,
                y + 30,
                Self.signed(item.logOdds),
                class: "tick",
                anchor: helps ? "start" : "end"
            )
        }
        self.svg = svg.text
    }

    private static func signed(_ value: Double) -> String { (value < 0 ? "−" : "+") + HumanUnits.fixed(abs(value), decimals: 2) }

    private static func cut(_ text: String) -> String { text.count > 70 ? text.prefix(68) + "…" : text }
}
