/// The coarse bins of rows, one byte a feature.
final class PairColumns: @unchecked Sendable {
    private let storage: UnsafeMutablePointer<UInt8>
    let rowCount: Int

    init(table: BinnedTable, grid: PairGrid, threads: Int) {
        rowCount = table.rowCount
        let rowCount = self.rowCount
        let storage = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, rowCount * table.features.count))
        self.storage = storage
        concurrently(table.features.count, threads: threads) { feature in
            let bins = table.bins(feature)
            let target = storage + feature * rowCount
            grid.groups[feature].withUnsafeBufferPointer { map in
                for row in 0..<rowCount { target[row] = map[Int(bins[row])] }
            }
        }
    }

    deinit { storage.deallocate() }

    /// The coarse bins of a feature.
    func bins(_ feature: Int) -> UnsafePointer<UInt8> { UnsafePointer(storage + feature * rowCount) }
}
