internal import Foundation

/// Counts the thresholds below a value: a look-up in an even grid, then a short search among the thresholds of that cell.
///
/// The cell of a value never falls as the value grows, so thresholds of earlier cells lie below it and those of later ones
/// above; only those of its own cell need comparing.
struct GridSearch: Sendable {
    /// Thresholds ascending, then infinities so that a search may run past the end.
    let thresholds: [Double]
    /// The thresholds in cells before each cell.
    let starts: [UInt16]
    let low: Double
    let scale: Double
    let lastCell: Double
    /// Halvings needed within the fullest cell.
    let halvings: Int

    /// Builds a grid over ascending thresholds, at most 65,535 of them.
    init(_ sorted: [Double], cells: Int) {
        let first = sorted.first ?? 0
        let width = (sorted.last ?? 0) - first
        let scale = width > 0 && width.isFinite && (Double(cells) / width).isFinite ? Double(cells) / width : 0
        let lastCell = Double(cells - 1)
        let places = sorted.map { Self.cell($0, first, scale, lastCell) }
        var starts = [UInt16](repeating: 0, count: cells)
        var fullest = 0
        var at = 0
        for cell in 0..<cells {
            starts[cell] = UInt16(at)
            let before = at
            while at < places.count, places[at] == cell { at += 1 }
            fullest = max(fullest, at - before)
        }
        halvings = fullest == 0 ? 0 : Int(log2(Double(fullest)).rounded(.down)) + 1
        thresholds = sorted + [Double](repeating: .infinity, count: 1 << halvings)
        self.starts = starts
        low = first
        self.scale = scale
        self.lastCell = lastCell
    }

    @inline(__always)
    static func cell(_ value: Double, _ low: Double, _ scale: Double, _ lastCell: Double) -> Int {
        let place = (value - low) * scale
        // Also false for the NaN of infinity times zero.
        return place > 0 ? Int(place < lastCell ? place : lastCell) : 0
    }

    /// Calls `body` with a search over raw pointers.
    func withSearch<Result>(_ body: (Search) -> Result) -> Result {
        thresholds.withUnsafeBufferPointer { thresholds in
            starts.withUnsafeBufferPointer { starts in
                body(
                    Search(thresholds: thresholds, starts: starts, low: low, scale: scale, lastCell: lastCell, halvings: halvings)
                )
            }
        }
    }

    /// The grid as pointers.
    struct Search {
        let thresholds: UnsafeBufferPointer<Double>
        let starts: UnsafeBufferPointer<UInt16>
        let low: Double
        let scale: Double
        let lastCell: Double
        let halvings: Int

        /// The number of thresholds below a value that is not NaN.
        @inline(__always)
        func bin(_ value: Double) -> Int {
            var base = Int(starts[GridSearch.cell(value, low, scale, lastCell)])
            var length = 1 << halvings
            while length > 1 {
                length >>= 1
                base &+= thresholds[base &+ length &- 1] < value ? length : 0
            }
            return base
        }
    }
}
