/// How many rows share a bin of one feature with a bin of another, counted the first time a feature is asked for.
///
/// Under squared error a stump on feature `f` changes the gradient sum of any bin by the step times these counts, so after
/// one count over the rows a round costs the same however many rows there are.
final class JointCounts {
    /// Memory for all tables at most, in bytes: 256 KiB for each ordered pair of features.
    static let memoryLimit = 512 << 20
    /// Rows below which summing histograms is as cheap.
    static let leastRows = 100_000

    private let rows: RowStore
    private let threads: Int
    private var tables: [UnsafeMutablePointer<UInt32>?]
    private static let side = RowStore.binLimit

    init(rows: RowStore, threads: Int) {
        self.rows = rows
        self.threads = threads
        tables = rows.table.features.map { _ in nil }
    }

    deinit { for table in tables { table?.deallocate() } }

    /// Whether the tables of so many features fit and pay.
    static func pay(features: Int, rows: Int) -> Bool {
        rows >= leastRows && features * features * side * side * MemoryLayout<UInt32>.stride <= memoryLimit
    }

    /// The counts with `feature`: for each other feature, for each of its bins, 256 counts by the bin of `feature`.
    func with(_ feature: Int) -> UnsafePointer<UInt32> {
        if let table = tables[feature] { return UnsafePointer(table) }
        let features = rows.table.features.count
        let size = features * Self.side * Self.side
        let table = UnsafeMutablePointer<UInt32>.allocate(capacity: size)
        table.initialize(repeating: 0, count: size)
        let own = rows.table.bins(feature)
        let rows = rows
        nonisolated(unsafe) let target = table
        concurrently(features, threads: threads) { other in
            let bins = rows.table.bins(other)
            let counts = target + other * Self.side * Self.side
            for row in 0..<rows.count { counts[Int(bins[row]) << 8 | Int(own[row])] &+= 1 }
        }
        tables[feature] = table
        return UnsafePointer(table)
    }
}
