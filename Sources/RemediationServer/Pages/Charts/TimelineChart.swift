internal import Remediation

/// Failures over time as stacked bars, the commonest categories in colours of their own.
struct TimelineChart {
    /// A category in the key.
    struct Series {
        let name: String
        let style: String
        let total: Int
    }

    let svg: String
    let series: [Series]

    /// The most categories with a colour of their own; the rest is one.
    private static let most = 6

    /// A chart of `counts` over the hours before `now`; nil when nothing failed.
    init?(_ counts: [FailureCount], now: Timestamp, hours: Int) {
        let last = now.minute / 60
        let first = last - Int64(hours) + 1
        var bars: [Int64: [String: Int]] = [:]
        var totals: [String: Int] = [:]
        for count in counts {
            let hour = count.minute / 60
            guard (first...last).contains(hour) else { continue }
            let category = String(count.failureClass.prefix { $0 != "." })
            bars[hour, default: [:]][category, default: 0] += count.count
            totals[category, default: 0] += count.count
        }
        guard !totals.isEmpty else { return nil }
        let ranked = totals.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let named = ranked.prefix(Self.most).map(\.key)
        let rest = ranked.dropFirst(Self.most).reduce(0) { $0 + $1.value }
        series =
            named.enumerated().map { Series(name: $1, style: "s\($0)", total: totals[$1] ?? 0) }
            + (rest > 0 ? [Series(name: "others", style: "s6", total: rest)] : [])

        let sum = totals.values.reduce(0, +)
        var canvas = SVG(width: 760, height: 220, label: "Failures an hour by category, \(sum) in \(hours) hours")
        let highest = bars.values.map { $0.values.reduce(0, +) }.max() ?? 1
        let axis = Axis(low: 0, high: Double(highest) * 1.08, from: 190, to: 12)
        for tick in axis.ticks(4) where tick == tick.rounded() {
            canvas.line(46, axis.place(tick), 752, axis.place(tick), class: "grid")
            canvas.text(40, axis.place(tick) + 4, String(Int(tick)), class: "tick", anchor: "end")
        }
        let width = 706 / Double(hours)
        for hour in first...last {
            let x = 46 + Double(hour - first) * width
            var below = 0
            for (index, name) in (named + ["others"]).enumerated() {
                let bar = bars[hour] ?? [:]
                let number = index < named.count ? bar[name] ?? 0 : bar.filter { !named.contains($0.key) }.values.reduce(0, +)
                guard number > 0 else { continue }
                let top = axis.place(Double(below + number))
                canvas.rect(x + 1, top, width - 2, axis.place(Double(below)) - top, class: index < named.count ? "s\(index)" : "s6")
                below += number
            }
            if (hour - first) % 4 == 0 {
                let text = String(Timestamp(minute: hour * 60).formatted.dropFirst(11).prefix(5))
                canvas.text(x + width / 2, 208, text, class: "tick", anchor: "middle")
            }
        }
        canvas.line(46, 190, 752, 190, class: "axis")
        svg = canvas.text
    }
}
