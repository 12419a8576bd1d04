internal import Foundation

/// A growing SVG picture with a plot area and linear or logarithmic axes.
struct SVGCanvas {
    static let width = 420.0
    static let height = 240.0
    static let left = 52.0
    static let right = 408.0
    static let top = 12.0
    static let bottom = 206.0

    private var body = ""
    let title: String

    init(title: String) { self.title = title }

    /// The picture as an element.
    var svg: String {
        "<svg viewBox=\"0 0 \(Self.number(Self.width)) \(Self.number(Self.height))\" role=\"img\"><title>\(Self.escaped(title))</title>\(body)</svg>"
    }

    mutating func add(_ element: String) { body += element }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
        body +=
            "<line x1=\"\(Self.number(x1))\" y1=\"\(Self.number(y1))\" x2=\"\(Self.number(x2))\" y2=\"\(Self.number(y2))\" class=\"\(style)\"/>"
    }

    mutating func rectangle(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ attributes: String, tip: String? = nil) {
        let open =
            "<rect x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" width=\"\(Self.number(max(0, width)))\" height=\"\(Self.number(max(0, height)))\" \(attributes)"
        body += tip.map { "\(open)><title>\(Self.escaped($0))</title></rect>" } ?? "\(open)/>"
    }

    mutating func text(_ x: Double, _ y: Double, _ anchor: String, _ text: String) {
        body += "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" text-anchor=\"\(anchor)\">\(Self.escaped(text))</text>"
    }

    mutating func path(_ points: [(x: Double, y: Double)], _ style: String, closed: Bool = false) {
        let steps = points.enumerated().map { "\($0 == 0 ? "M" : "L")\(Self.number($1.x)) \(Self.number($1.y))" }.joined()
        body += "<path d=\"\(steps)\(closed ? "Z" : "")\" class=\"\(style)\"/>"
    }

    /// Horizontal grid lines with their values.
    mutating func verticalAxis(_ scale: AxisScale) {
        for tick in scale.ticks(4) {
            let y = Self.bottom - scale.place(tick) * (Self.bottom - Self.top)
            line(Self.left, y, Self.right, y, tick == 0 ? "zero" : "grid")
            text(Self.left - 5, y + 3.5, "end", Self.label(tick))
        }
    }

    /// Values below the plot.
    mutating func horizontalAxis(_ scale: AxisScale) {
        for tick in scale.ticks(5) {
            let x = Self.left + scale.place(tick) * (Self.right - Self.left)
            line(x, Self.bottom, x, Self.bottom + 4, "tick")
            text(x, Self.bottom + 16, "middle", Self.label(tick))
        }
    }

    /// A coordinate with two decimals.
    static func number(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        return rounded == rounded.rounded() ? String(Int(rounded)) : String(rounded)
    }

    /// A value with about four digits.
    static func label(_ value: Double) -> String {
        if value == 0 { return "0" }
        if abs(value) >= 1e5 || abs(value) < 1e-3 { return String(format: "%.3g", value) }
        return String(format: "%.4g", value)
    }

    /// Text that is safe inside an element or attribute.
    static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
    }
}
