internal import Foundation

/// The HTML report of a backtest: one file, nothing loaded from elsewhere.
package struct BacktestReport: Sendable {
    private let table: BacktestTable

    /// The report of a table.
    package init(_ table: BacktestTable) { self.table = table }

    /// The page.
    package var html: String {
        let title = Self.escaped("Backtest of \(table.title)")
        var page = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>\(title)</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <style>\(Self.style)</style></head><body><main>
            <h1>\(title)</h1>
            <p>\(table.lines.first?.tasks ?? 0) tasks. \(Self.escaped(Self.protocolText(table.kind)))</p>
            <div class="wide">\(tableHTML)</div>
            <div class="plots">
            """
        page += figure(table.costName, bars(table.lines.map { ($0.policy, table.cost($0)) }))
        page += figure("Failed attempts", bars(table.lines.map { ($0.policy, $0.failures) }))
        page += figure("Cost against success", scatter)
        for (policy, reliability) in table.reliabilities {
            page += figure("Reliability of \(policy)", diagram(reliability))
        }
        return page + "</div></main></body></html>\n"
    }

    private static func protocolText(_ kind: Backtest.Kind) -> String {
        switch kind {
        case .sizing:
            "Three in ten runs of each job, drawn by seed, are history; the rest arrive one by one and are learnt after they are judged. "
                + "An attempt below the peak fails and wastes its whole limit for the full run time; the last wastes what is over the peak."
        case .retries:
            "Tasks arrive in order of submission from no history. An attempt fails where the trace says that its limit failed, and succeeds "
                + "at the limit that succeeded and above."
        }
    }

    private var tableHTML: String {
        var html = "<table><thead><tr><th>Policy</th><th>\(table.costName)</th><th>Failed attempts</th><th>of tasks</th>"
        html += "<th>First try</th><th>Calibration error</th></tr></thead><tbody>"
        for line in table.lines {
            html += "<tr><th scope=\"row\">\(Self.escaped(line.policy))</th><td>\(Self.short(table.cost(line)))</td>"
            html += "<td>\(Self.short(line.failures))</td><td>\(String(format: "%.2f", line.failurePercent)) %</td>"
            html += "<td>\(String(format: "%.1f", 100 * line.firstSuccess)) %</td>"
            html += "<td>\(line.calibrationError.map { String(format: "%.3f", $0) } ?? "&ndash;")</td></tr>"
        }
        return html + "</tbody></table>"
    }

    private func figure(_ caption: String, _ svg: String) -> String {
        "<figure><figcaption>\(Self.escaped(caption))</figcaption>\(svg)</figure>"
    }

    /// Horizontal bars on a common scale that begins at zero.
    private func bars(_ values: [(name: String, value: Double)]) -> String {
        let most = max(values.map(\.value).max() ?? 1, 1e-9)
        let height = Double(values.count) * 26 + 8
        var svg = Self.open(height: height, label: values.map { "\($0.name) \(Self.short($0.value))" }.joined(separator: ", "))
        for (row, bar) in values.enumerated() {
            let y = Double(row) * 26 + 6
            let width = bar.value / most * 230
            svg += "<text x=\"104\" y=\"\(y + 13)\" text-anchor=\"end\">\(Self.escaped(bar.name))</text>"
            svg +=
                "<rect x=\"110\" y=\"\(y)\" width=\"\(Self.place(width))\" height=\"18\" class=\"\(bar.name == "mulligan" ? "ours" : "bar")\"/>"
            svg += "<text x=\"\(Self.place(116 + width))\" y=\"\(y + 13)\">\(Self.short(bar.value))</text>"
        }
        return svg + "</svg>"
    }

    /// Policies by cost and by the share of first attempts that succeed.
    private var scatter: String {
        let most = max(table.lines.map { table.cost($0) }.max() ?? 1, 1e-9)
        // The shares lie close together near 1: the axis begins a little below the least.
        let least = max(((table.lines.map(\.firstSuccess).min() ?? 0) * 10 - 0.5).rounded(.down) / 10, 0)
        var svg = Self.open(height: 240, label: "Cost and share of first attempts that succeed, by policy")
        svg += Self.axes(x: table.costName, upTo: most, y: "first attempts that succeed", from: least)
        let dots = table.lines.map { (x: Self.across(table.cost($0) / most), y: Self.up(($0.firstSuccess - least) / (1 - least))) }
        var labels = PlotLabels(width: 420, dots: dots)
        for (line, dot) in zip(table.lines, dots) {
            svg +=
                "<circle cx=\"\(Self.place(dot.x))\" cy=\"\(Self.place(dot.y))\" r=\"5\" class=\"\(line.policy == "mulligan" ? "ours" : "bar")\"/>"
            let label = labels.place(line.policy, x: dot.x, y: dot.y)
            svg += "<text x=\"\(Self.place(label.x))\" y=\"\(Self.place(label.y))\" text-anchor=\"\(label.endsThere ? "end" : "start")\">"
            svg += "\(Self.escaped(line.policy))</text>"
        }
        return svg + "</svg>"
    }

    /// The share that came true over the chance that was given; a dot's area goes with its count.
    private func diagram(_ reliability: Reliability) -> String {
        var svg = Self.open(height: 240, label: "Share that came true over predicted chance")
        svg += Self.axes(x: "chance given", upTo: 1, y: "share that came true", from: 0)
        svg += "<line x1=\"40\" y1=\"195\" x2=\"360\" y2=\"35\" class=\"even\"/>"
        let total = Double(max(reliability.count, 1))
        for bin in reliability.bins where bin.count > 0 {
            let chance = bin.predicted / Double(bin.count)
            let share = Double(bin.came) / Double(bin.count)
            let radius = 2.5 + 14 * (Double(bin.count) / total).squareRoot()
            svg +=
                "<circle cx=\"\(Self.place(Self.across(chance)))\" cy=\"\(Self.place(Self.up(share)))\" r=\"\(Self.place(radius))\" class=\"dot\">"
            svg += "<title>\(bin.count) attempts: chance \(Self.short(chance)), came true \(Self.short(share))</title></circle>"
        }
        return svg + "</svg>"
    }

    /// The place on the page of a share of the horizontal axis.
    private static func across(_ share: Double) -> Double { 40 + share * 320 }

    /// The place on the page of a share of the vertical axis.
    private static func up(_ share: Double) -> Double { 195 - share * 160 }

    private static func open(height: Double, label: String) -> String {
        "<svg viewBox=\"0 0 420 \(place(height))\" role=\"img\" aria-label=\"\(escaped(label))\">"
    }

    /// Two axes, the horizontal one from 0, the vertical one to 1, each with its ends and its middle told.
    private static func axes(x: String, upTo most: Double, y: String, from least: Double) -> String {
        var svg = "<path d=\"M40 35V195H360\" class=\"axis\"/>"
        for share in [0.0, 0.5, 1] {
            svg += "<text x=\"34\" y=\"\(place(up(share) + 4))\" text-anchor=\"end\">\(short(least + share * (1 - least)))</text>"
            svg += "<text x=\"\(place(across(share)))\" y=\"212\" text-anchor=\"middle\">\(short(share * most))</text>"
        }
        svg += "<text x=\"200\" y=\"232\" text-anchor=\"middle\">\(escaped(x))</text>"
        return svg + "<text x=\"12\" y=\"12\">\(escaped(y))</text>"
    }

    private static func place(_ value: Double) -> String { String(format: "%.1f", value) }

    private static func short(_ value: Double) -> String { String(format: value < 10 ? "%.3g" : value < 100 ? "%.1f" : "%.0f", value) }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }

    private static let style = """
        :root{color-scheme:light dark;--ink:#1c2733;--soft:#5b6b7b;--line:#d5dce3;--bar:#9fb0c1;--ours:#1f6feb;--paper:#fff}
        @media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa7b4;--line:#30363d;--bar:#55636f;--ours:#58a6ff;--paper:#0d1117}}
        body{font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper);margin:0}main{max-width:960px;margin:0 auto;padding:24px}
        table{border-collapse:collapse;width:100%;margin:16px 0}th,td{text-align:right;padding:6px 10px;border-bottom:1px solid var(--line)}
        th:first-child{text-align:left}td{font-variant-numeric:tabular-nums;white-space:nowrap}.wide{overflow-x:auto}.plots{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:24px}
        figure{margin:0}figcaption{font-weight:600;margin-bottom:6px}svg{width:100%;height:auto;font-size:12px}svg text{fill:var(--soft)}
        .bar{fill:var(--bar)}.ours{fill:var(--ours)}.dot{fill:var(--ours);fill-opacity:.55}.axis{fill:none;stroke:var(--line)}
        .even{stroke:var(--soft);stroke-dasharray:4 4}
        """
}
