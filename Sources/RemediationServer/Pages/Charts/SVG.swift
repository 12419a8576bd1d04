internal import Remediation

/// Writes SVG: numbers in two decimals, text escaped, looks from the style sheet.
struct SVG {
    private(set) var body = ""
    let width: Double
    let height: Double
    let label: String

    init(width: Double, height: Double, label: String) {
        self.width = width
        self.height = height
        self.label = label
    }

    /// The whole element; `label` is what a screen reader says.
    var text: String {
        """
        <svg class="chart" viewBox="0 0 \(Self.number(width)) \(Self.number(height))" role="img" aria-label="\(ScalarHTML.escape(label))">\(body)</svg>
        """
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, class name: String) {
        body +=
            "<line class=\"\(name)\" x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" y2=\"\(Self.number(y2))\"/>"
    }

    mutating func rect(_ x: Double, _ y: Double, _ width: Double, _ height: Double, class name: String, radius: Double = 0) {
        body +=
            "<rect class=\"\(name)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(max(width, 0)))\" height=\"\(Self.number(height))\" rx=\"\(Self.number(radius))\"/>"
    }

    mutating func circle(_ x: Double, _ y: Double, _ radius: Double, class name: String, title: String) {
        body +=
            "<circle class=\"\(name)\" cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(radius))\"><title>\(ScalarHTML.escape(title))</title></circle>"
    }

    mutating func path(_ points: [(x: Double, y: Double)], class name: String) {
        let commands = points.enumerated().map { "\($0 == 0 ? "M" : "L")\(Self.number($1.x)) \(Self.number($1.y))" }.joined()
        body += "<path class=\"\(name)\" d=\"\(commands)\"/>"
    }

    mutating func text(_ x: Double, _ y: Double, _ text: String, class name: String, anchor: String = "start", turned: Bool = false) {
        let turn = turned ? " transform=\"rotate(-90 \(Self.number(x)) \(Self.number(y)))\"" : ""
        body +=
            "<text class=\"\(name)\" x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" text-anchor=\"\(anchor)\"\(turn)>\(ScalarHTML.escape(text))</text>"
    }

    private static func number(_ value: Double) -> String { value.isFinite ? HumanUnits.fixed(value, decimals: 2) : "0" }
}
