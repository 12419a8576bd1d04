/// A model as one self-contained HTML page: every shape function, every pair, the calibration curve.
public struct ExplanationPage: Sendable {
    /// The model that is explained.
    public let model: AdditiveModel
    /// The heading.
    public let title: String

    /// Makes a page for a model.
    public init(_ model: AdditiveModel, title: String) {
        self.model = model
        self.title = title
    }

    /// The page as HTML, without scripts and without anything to load.
    public func html() -> String {
        let features = model.features.sorted { ($1.importance, $0.name) < ($0.importance, $1.name) }
        let pairs = model.pairs.sorted { ($1.importance, $0.name) < ($0.importance, $1.name) }
        let used = features.filter { $0.importance > 0 }
        let unused = features.filter { $0.importance == 0 }.map(\.name)
        let scale = verticalScale(used)
        let largest = max((features.map(\.importance) + pairs.map(\.importance)).max() ?? 0, .leastNormalMagnitude)
        let bars =
            (features.map { ($0.name, $0.importance) } + pairs.map { ($0.name, $0.importance) })
            .sorted { ($1.1, $0.0) < ($0.1, $1.0) }.prefix(30).map { name, importance in
                """
                <tr><th scope="row">\(SVGCanvas.escaped(name))</th><td><span class="meter" style="width:\(SVGCanvas.number(importance / largest * 100))%"></span></td>\
                <td class="value">\(SVGCanvas.label(importance))</td></tr>
                """
            }.joined(separator: "\n")
        var sections = """
            <section><h2>Importance</h2><p>Mean absolute effect on the score over the training rows.</p><table>\(bars)</table></section>
            <section><h2>Effects</h2><p>What each value adds to the score\(hasBands ? ", with a band of two standard errors" : ""). Grey: where the data lie.</p>
            <div class="cards">\(used.map { "<figure>\(ShapePlot(feature: $0, scale: scale).svg())</figure>" }.joined(separator: "\n"))</div></section>
            """
        if !pairs.isEmpty {
            // Cells without data may hold anything: they do not set the scale.
            let strongest =
                pairs.flatMap { pair in zip(pair.values, pair.weights).filter { $0.1 > 0 }.map { abs($0.0) } }
                .max().map { max($0, .leastNormalMagnitude) } ?? 1
            sections += """
                <section><h2>Pairs</h2><p>What two values add together beyond what each adds alone: red raises the score, blue lowers it.</p>
                <div class="cards">\(pairs.map { "<figure>\(HeatMap(pair: $0, model: model, largest: strongest).svg())</figure>" }.joined(separator: "\n"))</div></section>
                """
        }
        if let calibration = model.calibration {
            sections += """
                <section><h2>Calibration</h2><p>Dots: groups of rows that training never saw. Solid: Platt's curve. Dashed: the isotonic curve.</p>
                <div class="cards"><figure>\(CalibrationPlot(calibration: calibration).svg())</figure></div></section>
                """
        }
        if !unused.isEmpty {
            sections += "<section><h2>Without effect</h2><p>\(unused.map(SVGCanvas.escaped).joined(separator: ", "))</p></section>"
        }
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <title>\(SVGCanvas.escaped(title))</title><style>\(Self.style)</style></head><body><main>
            <h1>\(SVGCanvas.escaped(title))</h1>
            <p>\(model.features.count) features, \(pairs.count) pairs, objective \(model.objective.rawValue). The score is \
            \(SVGCanvas.label(model.baseScore)) plus one value from each picture\(meaning).</p>
            \(sections)
            </main></body></html>
            """
    }

    private var hasBands: Bool { model.features.contains { $0.standardErrors != nil } }

    private var meaning: String {
        switch model.objective {
        case .logLoss: "; the probability is 1 / (1 + exp(-score))"
        case .squaredError, .pinball: "; the score is the prediction"
        case .gamma, .tweedie: "; the prediction is exp(score)"
        }
    }

    private func verticalScale(_ features: [FeatureEffect]) -> AxisScale {
        var low = 0.0
        var high = 0.0
        for feature in features {
            for (index, value) in feature.values.enumerated() {
                let error = 2 * (feature.standardErrors?[index] ?? 0)
                low = min(low, value - error)
                high = max(high, value + error)
            }
            low = min(low, feature.missingValue)
            high = max(high, feature.missingValue)
        }
        let margin = max((high - low) * 0.05, 1e-9)
        return AxisScale(low: low - margin, high: high + margin)
    }

    private static let style = """
        :root{color-scheme:light dark;--ink:#1c2430;--soft:#68727f;--line:#e3e7ec;--paper:#fff;--card:#f8f9fb;--blue:#2467b3;--red:#c2452d;--grey:#c9d0d8}
        @media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--soft:#98a2af;--line:#2c3540;--paper:#12171d;--card:#192028;--blue:#6aa9ee;--red:#ee8068;--grey:#3c4753}}
        body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
        main{max-width:1320px;margin:0 auto;padding:24px}h1{font-size:24px;margin:0 0 4px}h2{font-size:18px;margin:32px 0 4px}p{color:var(--soft);margin:0 0 12px}
        .cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(380px,1fr));gap:16px}figure{margin:0;background:var(--card);border:1px solid var(--line);border-radius:8px;padding:8px}
        svg{display:block;width:100%;height:auto}text{fill:var(--soft);font:11px system-ui,sans-serif}
        .grid,.tick{stroke:var(--line)}.zero{stroke:var(--soft);stroke-dasharray:3 3;fill:none}.shape{stroke:var(--blue);stroke-width:1.8;fill:none}.second{stroke:var(--red);stroke-width:1.5;stroke-dasharray:5 3;fill:none}
        .band{fill:var(--blue);fill-opacity:.18}.density{fill:var(--grey);fill-opacity:.6}.bar{fill:var(--blue);fill-opacity:.8}.whisker{stroke:var(--ink)}.dot{fill:var(--ink)}.warm{fill:var(--red)}.cool{fill:var(--blue)}
        table{border-collapse:collapse;width:100%;max-width:760px}th{text-align:left;font-weight:400;padding:1px 12px 1px 0;white-space:nowrap}td{width:100%}td.value{width:auto;padding-left:12px;color:var(--soft)}
        .meter{display:block;height:10px;border-radius:3px;background:var(--blue)}
        @media(max-width:480px){.cards{grid-template-columns:1fr}main{padding:12px}}
        """
}
