/// Finds places for the names of a plot's dots, so that none lies on another or on a dot.
struct PlotLabels {
    private struct Box {
        let x: ClosedRange<Double>
        let y: ClosedRange<Double>

        func overlaps(_ other: Box) -> Bool { x.overlaps(other.x) && y.overlaps(other.y) }
    }

    /// Where a name is written.
    struct Place: Hashable {
        /// The left or right end of its text.
        let x: Double
        /// Its baseline.
        let y: Double
        /// Whether the text ends at `x`.
        let endsThere: Bool
    }

    /// Mean width of a letter at 12 px, on the wide side.
    private static let letter = 7.0
    /// Half the size of a dot.
    private static let dot = 5.0

    private let width: Double
    private var taken: [Box]

    /// A plot of `width` with `dots` in it.
    init(width: Double, dots: [(x: Double, y: Double)]) {
        self.width = width
        taken = dots.map { Box(x: $0.x - Self.dot...$0.x + Self.dot, y: $0.y - Self.dot...$0.y + Self.dot) }
    }

    /// The place for the name of the dot at a point: beside it, or below it as far as is needed.
    mutating func place(_ name: String, x: Double, y: Double) -> Place {
        let length = Double(name.count) * Self.letter
        for row in 0...taken.count {
            for endsThere in [false, true] {
                let start = endsThere ? x - 8 - length : x + 8
                guard start >= 40, start + length <= width else { continue }
                let middle = y + Double(row) * 13
                let box = Box(x: start...start + length, y: middle - 6...middle + 6)
                guard !taken.contains(where: box.overlaps) else { continue }
                taken.append(box)
                return Place(x: endsThere ? x - 8 : x + 8, y: middle + 4, endsThere: endsThere)
            }
        }
        return Place(x: x + 8, y: y + 4, endsThere: false)
    }
}
