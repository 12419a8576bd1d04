/// Finds the place of a feature's encoded value in its table: `0..<count`, then missing values, then categories never listed.
struct PlaceFinder: BitwiseCopyable {
    private let low: Double
    private let scale: Double
    private let lastCell: Double
    private let starts: UnsafePointer<UInt16>
    private let thresholds: UnsafePointer<Double>
    private let halvings: Int
    /// The number of steps or categories.
    let count: Int
    private let isCategorical: Bool

    private init(_ grid: GridSearch, count: Int, isCategorical: Bool, in store: FlatStore) {
        low = grid.low
        scale = grid.scale
        lastCell = grid.lastCell
        starts = store.keep(grid.starts)
        thresholds = store.keep(grid.thresholds)
        halvings = grid.halvings
        self.count = count
        self.isCategorical = isCategorical
    }

    /// Steps between ascending thresholds.
    init(thresholds: [Double], in store: FlatStore) {
        self.init(GridSearch(thresholds, cells: 256), count: thresholds.count + 1, isCategorical: false, in: store)
    }

    /// So many categories, encoded by their index.
    init(categories: Int, in store: FlatStore) {
        self.init(GridSearch([], cells: 1), count: categories, isCategorical: true, in: store)
    }

    @inline(__always)
    func place(_ value: Double) -> Int {
        if value.isNaN { return count }
        if isCategorical { return value >= 0 && value < Double(count) ? Int(value) : count &+ 1 }
        var base = Int(starts[GridSearch.cell(value, low, scale, lastCell)])
        var length = 1 << halvings
        while length > 1 {
            length >>= 1
            base &+= thresholds[base &+ length &- 1] < value ? length : 0
        }
        return base
    }
}
